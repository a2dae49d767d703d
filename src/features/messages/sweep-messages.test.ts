import assert from 'node:assert/strict';
import { eachDatabase as eachDatabaseWith, type FreshDatabase } from '../../../test/support/databases.ts';
import { sendingNode } from '../../../test/support/sending-node.ts';
import { days } from '../../kernel/index.ts';
import { inChunks } from '../../platform/database/index.ts';
import { migrations as accountsMigrations } from '../accounts/index.ts';
import { migrations as throttleMigrations } from '../throttle/index.ts';
import type { NewMessage } from './message-kinds.ts';
import { migrations as messagesMigrations } from './messages.migrations.ts';
import { recordMessage } from './record-message.ts';
import { sweepMessages } from './sweep-messages.ts';

const migrations = [...accountsMigrations, ...messagesMigrations, ...throttleMigrations];
const eachDatabase: typeof eachDatabaseWith = (title, body) => eachDatabaseWith(title, body, { migrations });

const notice: NewMessage = {
  kind: 'account-created',
  to: 'ada@example.com',
  about: 'account:ada',
  fields: { firstName: 'Canary' },
};

const stepsOf = async (db: FreshDatabase['db']) => {
  const events = await db.selectFrom('messageEvents').selectAll().orderBy('at').execute();
  return events.map(({ try: tries, what }) => `${tries} ${what}`).sort();
};
const onlyMessage = (db: FreshDatabase['db']) =>
  db.selectFrom('messages').selectAll().executeTakeFirstOrThrow();

eachDatabase('a sweep of many old messages holds up nobody: it goes in batches', async ({ open }) => {
  const deletes: string[] = [];
  const db = open({
    onWrite: (statement) => /^delete from "messages"/.test(statement) && deletes.push(statement),
  });
  const { deps, clock } = sendingNode(db);
  await recordMessage(deps, notice);
  const message = { ...(await onlyMessage(db)), state: 'sent' as const };
  const event = await db.selectFrom('messageEvents').selectAll().executeTakeFirstOrThrow();
  const ids = Array.from({ length: 1200 }, (_, index) => `m${index}`);
  for (const some of inChunks(ids)) {
    await db
      .insertInto('messages')
      .values(some.map((id) => ({ ...message, id })))
      .execute();
    await db
      .insertInto('messageEvents')
      .values(some.map((id) => ({ ...event, id, messageId: id })))
      .execute();
  }
  clock.advance(days(91));
  await sweepMessages(deps);
  assert.equal(deletes.length, 2);
  assert.ok(deletes.every((statement) => statement.includes(' limit ')));
  assert.equal((await onlyMessage(db)).state, 'queued');
  assert.deepEqual(await stepsOf(db), ['0 queued']);
});

eachDatabase('old messages are swept with their events, those still waiting are not', async ({ db }) => {
  const { deps, send, clock } = sendingNode(db);
  await recordMessage(deps, notice);
  await send();
  await recordMessage(deps, { ...notice, to: 'waiting@example.com' });
  clock.advance(days(91));
  await sweepMessages(deps);
  assert.equal((await onlyMessage(db)).recipient, 'waiting@example.com');
  assert.deepEqual(await stepsOf(db), ['0 queued']);
});
