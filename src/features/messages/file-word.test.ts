import assert from 'node:assert/strict';
import { eachDatabase as eachDatabaseWith, type FreshDatabase } from '../../../test/support/databases.ts';
import { sendingNode } from '../../../test/support/sending-node.ts';
import { minutes } from '../../kernel/index.ts';
import { migrations as accountsMigrations } from '../accounts/index.ts';
import { migrations as throttleMigrations } from '../throttle/index.ts';
import { fileWord } from './file-word.ts';
import { traceOf } from './message-trace.ts';
import type { Word } from './message-word.ts';
import { migrations as messagesMigrations } from './messages.migrations.ts';
import { recordMessage } from './record-message.ts';

const migrations = [...accountsMigrations, ...messagesMigrations, ...throttleMigrations];
const eachDatabase: typeof eachDatabaseWith = (title, body) => eachDatabaseWith(title, body, { migrations });

/** A message that was sent, and how a word about it is made. */
async function sentMessage(db: FreshDatabase['db']) {
  const node = sendingNode(db);
  const { deps, send, clock } = node;
  const { id } = await recordMessage(deps, {
    kind: 'account-created',
    to: 'ada@example.com',
    about: 'account:ada',
    fields: { firstName: 'Ada' },
  });
  await send();
  const trace = traceOf(deps.sealing, { messageId: id, try: 1 });
  const word = (what: Word['what'], wordId: string): Word => ({
    trace,
    what,
    at: clock.now(),
    source: 'bounce',
    wordId,
  });
  const message = () => db.selectFrom('messages').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  return { ...node, id, word, message };
}

eachDatabase('a message that was sent is bounced once a bounce says so', async ({ db }) => {
  const { deps, word, message, clock } = await sentMessage(db);
  clock.advance(minutes(2));
  assert.equal(await fileWord(deps, word('bounced', '1')), 'filed');
  const { state, learnedAt } = await message();
  assert.deepEqual([state, learnedAt], ['bounced', clock.now()]);
});

eachDatabase('a word that comes twice, or fifty times at once, is filed once', async ({ db }) => {
  const { deps, word, id } = await sentMessage(db);
  const filings = await Promise.all(Array.from({ length: 50 }, () => fileWord(deps, word('bounced', '1'))));
  assert.equal(filings.filter((each) => each === 'filed').length, 1);
  assert.equal(filings.filter((each) => each === 'repeated').length, 49);
  const events = await db
    .selectFrom('messageEvents')
    .selectAll()
    .where('messageId', '=', id)
    .where('what', '=', 'bounced')
    .execute();
  assert.equal(events.length, 1);
});

eachDatabase('of two words that come at the same moment neither is overlooked', async ({ db, open }) => {
  const { deps, word, message } = await sentMessage(db);
  const other = { ...deps, db: open() };
  await Promise.all([fileWord(deps, word('delivered', '1')), fileWord(other, word('bounced', '2'))]);
  assert.equal((await message()).state, 'bounced');
});

eachDatabase('a word with a trace that we have not made changes nothing', async ({ db }) => {
  const { deps, word, message } = await sentMessage(db);
  const [id, number, proof = ''] = word('bounced', '1').trace.split('-');
  const forged = `${id}-${number}-${proof.replace(/./, (digit) => (digit === '0' ? '1' : '0'))}`;
  assert.equal(await fileWord(deps, { ...word('bounced', '1'), trace: forged }), 'unknown');
  assert.equal((await message()).state, 'sent');
});

eachDatabase('a word about a try that has not been made yet changes nothing', async ({ db }) => {
  const { deps, word, message, id } = await sentMessage(db);
  const trace = traceOf(deps.sealing, { messageId: id, try: 2 });
  assert.equal(await fileWord(deps, { ...word('bounced', '1'), trace }), 'unknown');
  assert.equal((await message()).state, 'sent');
});

eachDatabase('a bounce that overtakes the answer of the relay still counts', async ({ db }) => {
  const { deps, send, relay, clock } = sendingNode(db);
  const { id } = await recordMessage(deps, {
    kind: 'account-created',
    to: 'ada@example.com',
    about: 'account:ada',
    fields: { firstName: 'Ada' },
  });
  const trace = traceOf(deps.sealing, { messageId: id, try: 1 });
  relay.answer = async () => {
    const bounce = { trace, what: 'bounced', at: clock.now(), source: 'bounce', wordId: '1' } as const;
    assert.equal(await fileWord(deps, bounce), 'filed');
    return { outcome: 'accepted', code: '250', words: 'ok' };
  };
  await send();
  const message = await db.selectFrom('messages').selectAll().executeTakeFirstOrThrow();
  assert.deepEqual([message.state, message.sealedFields], ['bounced', null]);
  assert.equal(message.sentSubject, 'Your Lumen Master Account is ready');
});

eachDatabase(
  'a clock of others that is wrong puts nothing before the message or after now',
  async ({ db }) => {
    const { deps, word, clock, message } = await sentMessage(db);
    clock.advance(minutes(1));
    await fileWord(deps, { ...word('delayed', '1'), at: 0 });
    await fileWord(deps, { ...word('bounced', '2'), at: clock.now() + minutes(60) });
    const { createdAt } = await message();
    const events = await db.selectFrom('messageEvents').selectAll().where('source', '=', 'bounce').execute();
    assert.deepEqual(
      events.map(({ at }) => at).sort((left, right) => left - right),
      [createdAt, clock.now()],
    );
  },
);

eachDatabase('whoever knows a return path can fill no disk with words about it', async ({ db }) => {
  const { deps, word, id } = await sentMessage(db);
  for (let count = 0; count < 110; count++) await fileWord(deps, word('delayed', `${count}`));
  const events = await db
    .selectFrom('messageEvents')
    .select('id')
    .where('messageId', '=', id)
    .where('source', '=', 'bounce')
    .execute();
  assert.equal(events.length, 100);
});
