// THREATS 30: nobody can be flooded with mail through us.
import assert from 'node:assert/strict';
import { migrations as accounts } from '../../src/features/accounts/index.ts';
import { migrations as messages, type NewMessage, recordMessage } from '../../src/features/messages/index.ts';
import { budgets, migrations as throttle } from '../../src/features/throttle/index.ts';
import { days, hours } from '../../src/kernel/index.ts';
import { eachDatabase as eachDatabaseWith } from '../support/databases.ts';
import { sendingNode } from '../support/sending-node.ts';

const migrations = [...accounts, ...messages, ...throttle];
const eachDatabase: typeof eachDatabaseWith = (title, body) => eachDatabaseWith(title, body, { migrations });

const tokenFor = (to: string, expiresAt: number): NewMessage => ({
  kind: 'registration-token',
  to,
  about: 'registration:1',
  fields: { token: 'ABCD-EFGH', link: 'https://account.example.com/register', expiresAt },
});

eachDatabase(
  'an address is sent no more than its daily number of tokens, whoever asks for them',
  async ({ db, open }) => {
    const node = sendingNode(db);
    const nodes = [node, sendingNode(open(), node.clock)];
    const expiresAt = node.clock.now() + hours(24);
    for (let asked = 0; asked < 50; asked++) {
      await recordMessage(
        node.deps,
        tokenFor(asked % 2 ? 'victim@example.com' : 'Victim@example.com', expiresAt),
      );
    }
    await Promise.all(nodes.map(({ send }) => send()));
    const sent = () => nodes.flatMap((each) => each.sent).length;
    assert.equal(sent(), budgets['unasked-mail-to-address'].tries);
    node.clock.advance(days(1));
    await node.send();
    assert.equal(sent(), budgets['unasked-mail-to-address'].tries, 'what waited has lapsed with its token');
  },
);

eachDatabase('a flooded address still gets word of what happens to its account', async ({ db }) => {
  const { deps, send, sent, clock } = sendingNode(db);
  for (let asked = 0; asked < 30; asked++) {
    await recordMessage(deps, tokenFor('ada@example.com', clock.now() + hours(24)));
  }
  const fields = { firstName: 'Ada', changedAt: clock.now() };
  await recordMessage(deps, {
    kind: 'password-changed',
    to: 'ada@example.com',
    about: 'account:ada',
    fields,
  });
  await send();
  assert.ok(sent.some((mail) => /password was changed/.test(mail.subject)));
});

eachDatabase('a relay that was down has used up nobody’s number', async ({ db }) => {
  const { deps, send, sent, relay, clock } = sendingNode(db);
  const answer = relay.answer;
  relay.answer = async () => ({ outcome: 'not-now', words: 'could not be reached' });
  await recordMessage(deps, tokenFor('ada@example.com', clock.now() + hours(24)));
  for (let tries = 0; tries < 22; tries++) {
    await send();
    clock.advance(hours(1));
  }
  relay.answer = answer;
  sent.length = 0;
  await send();
  assert.equal(sent.length, 1);
});
