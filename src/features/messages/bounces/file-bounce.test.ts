import assert from 'node:assert/strict';
import fc from 'fast-check';
import { bounceMail, bounces } from '../../../../test/fixtures/bounces.ts';
import { bounceMigrations, bouncingNode } from '../../../../test/support/bounced-mail.ts';
import { eachDatabase as eachDatabaseWith } from '../../../../test/support/databases.ts';
import { days, minutes, newId, seconds } from '../../../kernel/index.ts';
import type { Db } from '../../../platform/database/index.ts';
import { fileWord } from '../file-word.ts';
import { stateOf, type What } from '../message-state.ts';
import { traceOf } from '../message-trace.ts';
import { fileBounce } from './index.ts';

const eachDatabase: typeof eachDatabaseWith = (title, body) =>
  eachDatabaseWith(title, body, { migrations: bounceMigrations });

eachDatabase('a bounce is filed with the reason, the server and the time', async ({ db }) => {
  const { sentMessage, bounce, message, heard, clock } = bouncingNode(db);
  const id = await sentMessage();
  clock.advance(minutes(1));
  assert.equal(await bounce(id, 'sendmail-no-such-user'), 'filed');
  assert.deepEqual(await heard(id), [
    {
      what: 'bounced',
      code: '5.1.1',
      words: '<…>... User unknown',
      server: 'mx.example.com',
      at: Date.UTC(2026, 4, 4, 9, 0, 3),
      try: 1,
    },
  ]);
  assert.equal((await message(id)).state, 'bounced');
});

eachDatabase('each kind of report makes of a message what it says', async ({ db }) => {
  const { sentMessage, bounce, message } = bouncingNode(db);
  const kinds = new Map(Object.entries(bounces).map((each) => [each[1]?.what, each]));
  assert.equal(kinds.size, 5);
  for (const [name, expected] of kinds.values()) {
    // Each to an address of its own: one address is sent so many mails and no more.
    const id = await sentMessage(`${name}@example.com`);
    assert.equal(await bounce(id, name), expected ? 'filed' : 'nothing-said', name);
    const { state } = await message(id);
    assert.equal(state, expected ? stateOf([{ try: 1, what: expected.what, at: 0 }]) : 'sent', name);
  }
});

eachDatabase('a report that comes twice, or twenty times at once, is filed once', async ({ db, open }) => {
  const { sentMessage, bounce, heard, deps, returnPath, message, clock } = bouncingNode(db);
  const id = await sentMessage();
  const mail = { recipient: returnPath(id), raw: bounceMail('postfix-no-such-user') };
  const other = { ...deps, db: open() };
  const filings = await Promise.all(
    Array.from({ length: 20 }, (_, index) => fileBounce(index % 2 ? deps : other, mail)),
  );
  assert.deepEqual(filings.toSorted(), ['filed', ...Array(19).fill('repeated')]);
  const { learnedAt } = await message(id);
  clock.advance(minutes(1));
  assert.equal(await bounce(id, 'postfix-no-such-user'), 'repeated');
  assert.equal((await heard(id)).length, 1);
  assert.equal((await message(id)).learnedAt, learnedAt, 'nothing is learned from it');
});

eachDatabase('a message is delayed until it bounces, whichever report comes first', async ({ db }) => {
  const { sentMessage, bounce, message } = bouncingNode(db);
  const [early, late] = [await sentMessage(), await sentMessage()];
  await bounce(early, 'postfix-delayed');
  assert.equal((await message(early)).state, 'delayed');
  await bounce(early, 'postfix-expired');
  assert.equal((await message(early)).state, 'bounced');
  await bounce(late, 'postfix-expired');
  await bounce(late, 'postfix-delayed');
  assert.equal((await message(late)).state, 'bounced');
});

eachDatabase('a report without a date of its own happened when it came', async ({ db }) => {
  const { sentMessage, bounce, heard, clock } = bouncingNode(db);
  const id = await sentMessage();
  clock.advance(seconds(90));
  await bounce(id, 'odd-dates');
  assert.equal((await heard(id))[0]?.at, clock.now());
});

eachDatabase('a report dated after now or before the message is believed to neither', async ({ db }) => {
  const { sentMessage, bounce, heard, clock } = bouncingNode(db);
  clock.advance(-days(1));
  const early = await sentMessage();
  await bounce(early, 'postfix-no-such-user');
  assert.equal((await heard(early))[0]?.at, clock.now());
  clock.advance(days(10));
  const late = await sentMessage();
  await bounce(late, 'postfix-no-such-user');
  assert.equal((await heard(late))[0]?.at, clock.now());
});

eachDatabase('a return path in brackets and capital letters is the same one', async ({ db }) => {
  const { sentMessage, deps, returnPath, message } = bouncingNode(db);
  const id = await sentMessage();
  const recipient = `<${returnPath(id).toUpperCase()}>`;
  assert.equal(await fileBounce(deps, { recipient, raw: bounceMail('qmail-no-such-user') }), 'filed');
  assert.equal((await message(id)).state, 'bounced');
});

eachDatabase('a bounce of an earlier try says nothing of the one under way', async ({ db }) => {
  const { deps, send, relay, clock, returnPath, message, sentMessage } = bouncingNode(db);
  const answer = relay.answer;
  relay.answer = async () => ({ outcome: 'not-now', code: '451', words: 'later' });
  const id = await sentMessage();
  relay.answer = answer;
  clock.advance(minutes(1));
  await send();
  const raw = bounceMail('postfix-no-such-user');
  assert.equal(await fileBounce(deps, { recipient: returnPath(id, 1), raw }), 'filed');
  assert.equal((await message(id)).state, 'sent');
  assert.equal(await fileBounce(deps, { recipient: returnPath(id, 2), raw }), 'filed');
  assert.equal((await message(id)).state, 'bounced');
});

const words: { what: Extract<What, 'delivered' | 'delayed' | 'bounced' | 'blocked'>; at: number }[] = [
  { what: 'delivered', at: 40 },
  { what: 'delayed', at: 10 },
  { what: 'blocked', at: 20 },
  { what: 'bounced', at: 30 },
];

/** Files words, by their place in the list, and the bounces that are named. */
async function told(db: Db, tidings: readonly (string | number)[]) {
  const { sentMessage, bounce, message, heard, deps, clock } = bouncingNode(db);
  const id = await sentMessage(`${newId()}@example.com`);
  clock.advance(minutes(10));
  for (const each of tidings) {
    const word = typeof each === 'number' ? words[each] : undefined;
    if (typeof each === 'string') await bounce(id, each);
    else if (word) {
      const trace = traceOf(deps.sealing, { messageId: id, try: 1 });
      const at = clock.now() - minutes(1) + word.at;
      await fileWord(deps, { ...word, at, trace, source: 'amazon-ses', wordId: String(each) });
    }
  }
  const events = (await heard(id)).map((event) => JSON.stringify(event)).toSorted();
  return { state: (await message(id)).state, events };
}

const tidings = fc
  .uniqueArray(
    fc.oneof(
      fc.constantFrom(...Object.keys(bounces).filter((name) => bounces[name])),
      fc.nat(words.length - 1),
    ),
    { minLength: 1, maxLength: 5 },
  )
  .chain((set) =>
    fc.tuple(
      fc.constant(set),
      fc.shuffledSubarray(set, { minLength: set.length }),
      fc.array(fc.constantFrom(...set), { maxLength: 3 }),
    ),
  );

eachDatabase(
  'bounces and words in any order, each as often as it likes to come, make the same state',
  async ({ db }) => {
    await fc.assert(
      fc.asyncProperty(tidings, async ([set, shuffled, repeated]) => {
        assert.deepEqual(await told(db, [...shuffled, ...repeated]), await told(db, set));
      }),
      { numRuns: 15 },
    );
  },
);
