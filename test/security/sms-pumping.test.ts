// THREATS 30: nobody is flooded with texts through us, or paid for texts that we send (SMS pumping).
import assert from 'node:assert/strict';
import { migrations as accounts } from '../../src/features/accounts/index.ts';
import { migrations as messages, recordMessage } from '../../src/features/messages/index.ts';
import { budgets, migrations as throttle } from '../../src/features/throttle/index.ts';
import { hours, minutes } from '../../src/kernel/index.ts';
import { eachDatabase as eachDatabaseWith } from '../support/databases.ts';
import { phoneToken, textingNode } from '../support/texting-node.ts';

const migrations = [...accounts, ...messages, ...throttle];
const eachDatabase: typeof eachDatabaseWith = (title, body) => eachDatabaseWith(title, body, { migrations });

eachDatabase(
  'a number is sent no more texts in an hour and a day than its budgets say, by all nodes together',
  async ({ db, open }) => {
    const node = textingNode(db);
    const nodes = [node, textingNode(open(), node.clock)];
    const sent = () => nodes.flatMap(({ texts }) => texts).length;
    const ask = async (times: number) => {
      for (let asked = 0; asked < times; asked++) {
        await recordMessage(node.deps, phoneToken('+15555550100', node.clock.now()));
      }
      await Promise.all(nodes.map(({ send }) => send()));
    };
    await ask(20);
    assert.equal(sent(), budgets['texts-to-number'].tries);
    node.clock.advance(minutes(30));
    await ask(20);
    assert.equal(sent(), budgets['texts-to-number'].tries, 'what waited has lapsed with its token');
    for (let hour = 0; hour < 5; hour++) {
      node.clock.advance(hours(1));
      await ask(20);
    }
    assert.equal(sent(), budgets['texts-to-number-daily'].tries);
  },
);

eachDatabase(
  'a range of numbers is sent no more texts in an hour than its budget says, and others go on',
  async ({ db }) => {
    const { deps, send, texts, clock } = textingNode(db);
    const { tries } = budgets['texts-to-prefix'];
    for (let index = 0; index < tries + 20; index++) {
      await recordMessage(deps, phoneToken(`+1876234${1000 + index}`, clock.now()));
    }
    await recordMessage(deps, phoneToken('+15555550100', clock.now()));
    await send();
    assert.equal(texts.filter(({ to }) => to.startsWith('+1876')).length, tries);
    assert.ok(texts.some(({ to }) => to === '+15555550100'));
  },
);

eachDatabase('all texts together have a budget', async ({ db }) => {
  const { deps, send, texts, clock } = textingNode(db);
  const spent = deps.sealing.digest(JSON.stringify(['all']), 'throttle:all-texts');
  const now = clock.now();
  const counter = {
    budget: 'all-texts',
    subject: spent,
    startedAt: now,
    opensAt: now,
    endsAt: now + hours(1),
  };
  const { tries } = budgets['all-texts'];
  await db
    .insertInto('throttleCounters')
    .values({ ...counter, tries: tries - 1 })
    .execute();
  for (const to of ['+15555550100', '+447911123456']) await recordMessage(deps, phoneToken(to, now));
  await send();
  assert.equal(texts.length, 1);
});

eachDatabase(
  'a number that the configuration does not allow, or that costs extra, is sent nothing and is blocked in words',
  async ({ db }) => {
    const { deps, send, texts, clock } = textingNode(db);
    for (const to of ['+393123456789', '+19005551234', '+449098790000']) {
      await recordMessage(deps, phoneToken(to, clock.now()));
    }
    await send();
    assert.deepEqual(texts, []);
    const events = await db
      .selectFrom('messageEvents')
      .innerJoin('messages', 'messages.id', 'messageEvents.messageId')
      .select(['recipient', 'words', 'messages.state'])
      .where('what', '=', 'blocked')
      .orderBy('recipient')
      .execute();
    const kind = 'No text messages are sent to numbers of this kind.';
    assert.deepEqual(events, [
      { recipient: '+19005551234', words: kind, state: 'blocked' },
      {
        recipient: '+393123456789',
        words: 'No text messages are sent to numbers that begin like this one.',
        state: 'blocked',
      },
      { recipient: '+449098790000', words: kind, state: 'blocked' },
    ]);
    const counters = await db.selectFrom('throttleCounters').select('tries').execute();
    assert.ok(
      counters.every(({ tries }) => tries === 0),
      'what was not sent takes nothing off the budgets',
    );
  },
);

eachDatabase('a gateway that is down uses up nobody’s number', async ({ db }) => {
  const { deps, send, texts, gateway, clock } = textingNode(db);
  const { answer } = gateway;
  gateway.answer = async () => ({ outcome: 'not-now', words: 'down' });
  for (let asked = 0; asked < 7; asked++) {
    await recordMessage(deps, phoneToken('+15555550100', clock.now()));
    await send();
    clock.advance(minutes(1));
  }
  gateway.answer = answer;
  texts.length = 0;
  await recordMessage(deps, phoneToken('+15555550100', clock.now()));
  clock.advance(minutes(5));
  await send();
  assert.ok(texts.length >= 1);
});
