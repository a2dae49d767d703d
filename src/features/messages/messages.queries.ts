import type { Selectable } from 'kysely';
import type { Instant } from '../../kernel/index.ts';
import { type Db, inBatches } from '../../platform/database/index.ts';
import { deleteEventsOf, insertEvent } from './events.queries.ts';
import type { MessagesTable } from './messages.tables.ts';

export type Message = Selectable<MessagesTable>;

type Recorded = Pick<
  Message,
  | 'id'
  | 'kind'
  | 'channel'
  | 'recipient'
  | 'about'
  | 'sealedFields'
  | 'createdAt'
  | 'notAfter'
  | 'reference'
  | 'accountId'
>;

export async function insertMessage(db: Db, message: Recorded): Promise<void> {
  const { id, createdAt } = message;
  await db
    .insertInto('messages')
    .values({ ...message, state: 'queued', dueAt: createdAt, tries: 0 })
    .execute();
  await insertEvent(db, { id, tries: 0 }, createdAt, { what: 'queued', source: 'worker' });
}

export const findMessage = (db: Db, id: string): Promise<Message | undefined> =>
  db.selectFrom('messages').selectAll().where('id', '=', id).executeTakeFirst();

/** The newest message about something, to one address. */
export const findNewestMessage = (
  db: Db,
  { about, to, kind }: { about: string; to: string; kind: string },
): Promise<Message | undefined> =>
  db
    .selectFrom('messages')
    .selectAll()
    .where('about', '=', about)
    .where('recipient', '=', to)
    .where('kind', '=', kind)
    .orderBy('createdAt', 'desc')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();

/**
 * Whether a token was made after this one that voids it: a registration, or a recovery, has one at a time, whatever address
 * that goes to. (An account may have several, each for another browser.)
 */
export async function isOvertaken(
  db: Db,
  { about, kind, createdAt }: Pick<Message, 'about' | 'kind' | 'createdAt'>,
): Promise<boolean> {
  if (about.startsWith('account:')) return false;
  const newer = await db
    .selectFrom('messages')
    .select('id')
    .where('about', '=', about)
    .where('createdAt', '>', createdAt)
    .where('kind', '=', kind)
    .limit(1)
    .executeTakeFirst();
  return newer !== undefined;
}

/** Removes messages that are over, with their events. */
export async function removeMessagesBefore(db: Db, instant: Instant): Promise<void> {
  await inBatches((limit) => db.transaction().execute((trx) => removeSome(trx, instant, limit)));
}

const over = ['sent', 'delayed', 'bounced', 'blocked', 'abandoned'] as const;

async function removeSome(trx: Db, instant: Instant, limit: number): Promise<number> {
  const old = trx
    .selectFrom('messages')
    .select('id')
    .where('createdAt', '<', instant)
    .where('state', 'in', over)
    .limit(limit);
  const removed = await trx.deleteFrom('messages').where('id', 'in', old).returning('id').execute();
  await deleteEventsOf(trx, removed);
  return removed.length;
}

/**
 * Every message of or about an account, and what went to its address or telephone about no other one: such as before it
 * was an account. What somebody else's account sent there is that one's.
 */
export async function deleteMessagesOf(
  trx: Db,
  { id, email, phone }: { id: string; email: string; phone: string | null },
): Promise<void> {
  const recipients = phone === null ? [email] : [email, phone];
  const removed = await trx
    .deleteFrom('messages')
    .where((row) =>
      row.or([
        row('about', '=', `account:${id}`),
        row('accountId', '=', id),
        row.and([
          row('recipient', 'in', recipients),
          row('accountId', 'is', null),
          row('about', 'not like', 'account:%'),
        ]),
      ]),
    )
    .returning('id')
    .execute();
  await deleteEventsOf(trx, removed);
}

/** What filled a message that was refused or given up is kept for a while, for an operator to send it again. */
export async function forgetFieldsBefore(db: Db, instant: Instant): Promise<void> {
  await db
    .updateTable('messages')
    .set({ sealedFields: null })
    .where('createdAt', '<', instant)
    .where('state', 'in', over)
    .where('sealedFields', 'is not', null)
    .execute();
}
