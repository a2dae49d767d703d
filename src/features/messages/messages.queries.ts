import { type Instant, newId } from '../../kernel/index.ts';
import { type Db, inBatches, inChunks } from '../../platform/database/index.ts';
import type { MessagesTable } from './messages.tables.ts';

export type Message = MessagesTable;

/** What happened to a message, from which source, and in whose words. */
export interface Step {
  what: 'queued' | 'sending' | 'sent' | 'deferred' | 'held' | 'abandoned';
  source: 'worker' | 'smtp';
  code?: string | undefined;
  words?: string | undefined;
}

type Recorded = Pick<
  Message,
  'id' | 'kind' | 'recipient' | 'about' | 'sealedFields' | 'createdAt' | 'notAfter'
>;

export async function insertMessage(db: Db, message: Recorded): Promise<void> {
  const { id, createdAt } = message;
  await db
    .insertInto('messages')
    .values({ ...message, state: 'queued', dueAt: createdAt, tries: 0 })
    .execute();
  await insertEvent(db, { id, tries: 0 }, createdAt, { what: 'queued', source: 'worker' });
}

/** Ids of messages to take up now, the longest due first: waiting, or left behind by a node that died. */
export async function listDueMessages(db: Db, now: Instant, limit: number): Promise<string[]> {
  const due = await db
    .selectFrom('messages')
    .select('id')
    .where((row) =>
      row.or([
        row.and([row('state', '=', 'queued'), row('dueAt', '<=', now)]),
        row.and([row('state', '=', 'sending'), row('leasedUntil', '<=', now)]),
      ]),
    )
    .orderBy('dueAt')
    .limit(limit)
    .execute();
  return due.map((message) => message.id);
}

/** One winner: of all nodes that take the message up at once, one gets it, until `leasedUntil`. */
export async function claimMessage(
  db: Db,
  { id, now, leasedUntil }: { id: string; now: Instant; leasedUntil: Instant },
): Promise<Message | undefined> {
  return db.transaction().execute(async (trx) => {
    const claimed = await trx
      .updateTable('messages')
      .set((row) => ({ state: 'sending', leasedUntil, tries: row('tries', '+', 1) }))
      .where('id', '=', id)
      .where((row) =>
        row.or([
          row.and([row('state', '=', 'queued'), row('dueAt', '<=', now)]),
          row.and([row('state', '=', 'sending'), row('leasedUntil', '<=', now)]),
        ]),
      )
      .returningAll()
      .executeTakeFirst();
    if (claimed) await insertEvent(trx, claimed, now, { what: 'sending', source: 'worker' });
    return claimed;
  });
}

type Outcome =
  | { state: 'sent'; sentKind: string; sentSubject: string }
  | { state: 'queued'; dueAt: Instant }
  | { state: 'abandoned' };

/** Settles a try that is still ours: a message whose lease was lost meanwhile is left to the other node. */
export async function settleTry(
  db: Db,
  { message, outcome, step, now }: { message: Message; outcome: Outcome; step: Step; now: Instant },
): Promise<boolean> {
  const over = outcome.state !== 'queued';
  return db.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('messages')
      .set({
        ...outcome,
        leasedUntil: null,
        ...(over && { sealedFields: null }),
        ...(outcome.state === 'sent' && { sentAt: now }),
      })
      .where('id', '=', message.id)
      .where('state', '=', 'sending')
      .where('tries', '=', message.tries)
      .executeTakeFirstOrThrow();
    if (numUpdatedRows !== 1n) return false;
    await insertEvent(trx, message, now, step);
    return true;
  });
}

async function insertEvent(
  db: Db,
  { id, tries }: Pick<Message, 'id' | 'tries'>,
  at: Instant,
  { what, source, code = undefined, words = undefined }: Step,
): Promise<void> {
  await db
    .insertInto('messageEvents')
    .values({
      id: newId(),
      messageId: id,
      try: tries,
      at,
      what,
      source,
      code: code ?? null,
      words: words ?? null,
    })
    .execute();
}

/** Removes messages that are over, with their events. */
export async function removeMessagesBefore(db: Db, instant: Instant): Promise<void> {
  await inBatches((limit) => db.transaction().execute((trx) => removeSome(trx, instant, limit)));
}

async function removeSome(trx: Db, instant: Instant, limit: number): Promise<number> {
  const old = trx
    .selectFrom('messages')
    .select('id')
    .where('createdAt', '<', instant)
    .where('state', 'in', ['sent', 'abandoned'])
    .limit(limit);
  const removed = await trx.deleteFrom('messages').where('id', 'in', old).returning('id').execute();
  for (const some of inChunks(removed)) {
    const ids = some.map(({ id }) => id);
    await trx.deleteFrom('messageEvents').where('messageId', 'in', ids).execute();
  }
  return removed.length;
}
