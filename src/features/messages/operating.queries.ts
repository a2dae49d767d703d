import type { Instant } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { MessageEvent } from './events.queries.ts';
import type { MessageState } from './message-state.ts';
import type { Message } from './messages.queries.ts';

/** What operators see of a message; never what fills it. */
export type SeenMessage = Omit<Message, 'sealedFields' | 'leasedUntil' | 'readAt' | 'accountId'>;

const SEEN = [
  'id',
  'kind',
  'channel',
  'recipient',
  'about',
  'state',
  'createdAt',
  'dueAt',
  'notAfter',
  'tries',
  'sentKind',
  'sentSubject',
  'sentAt',
  'learnedAt',
  'reference',
] as const satisfies readonly (keyof SeenMessage)[];

export interface MessageFilter {
  state?: MessageState | undefined;
  to?: string | undefined;
  about?: string | undefined;
  limit: number;
}

/** The newest first. */
export async function listNewestMessages(
  db: Db,
  { state, to, about, limit }: MessageFilter,
): Promise<SeenMessage[]> {
  let query = db.selectFrom('messages').select(SEEN);
  if (state !== undefined) query = query.where('state', '=', state);
  if (to !== undefined) query = query.where('recipient', '=', to);
  if (about !== undefined) query = query.where('about', '=', about);
  return query.orderBy('createdAt', 'desc').orderBy('id').limit(limit).execute();
}

/** What was sent to a person, or about one; the newest first. */
export const listMessagesOf = (
  db: Db,
  { recipients, about, limit }: { recipients: readonly string[]; about: string; limit: number },
): Promise<SeenMessage[]> =>
  db
    .selectFrom('messages')
    .select(SEEN)
    .where((row) => {
      const isAbout = row('about', '=', about);
      return recipients.length === 0 ? isAbout : row.or([isAbout, row('recipient', 'in', recipients)]);
    })
    .orderBy('createdAt', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute();

/** Two of the messages whose ids begin so, at most: one is the one that is meant. */
export const listMessagesBeginning = (db: Db, prefix: string): Promise<SeenMessage[]> =>
  db
    .selectFrom('messages')
    .select(SEEN)
    // Not LIKE: to that, `_` is any character, and to SQLite letter case is none.
    .where((row) => row(row.fn('substr', ['id', row.val(1), row.val(prefix.length)]), '=', prefix))
    .limit(2)
    .execute();

export async function hasFields(db: Db, id: string): Promise<boolean> {
  const found = await db
    .selectFrom('messages')
    .select('id')
    .where('id', '=', id)
    .where('sealedFields', 'is not', null)
    .executeTakeFirst();
  return found !== undefined;
}

/** How many messages there are in each state. */
export async function countByState(
  db: Db,
): Promise<{ state: MessageState; channel: string; count: number }[]> {
  const counts = await db
    .selectFrom('messages')
    .select((row) => ['state', 'channel', row.fn.countAll().as('count')])
    .groupBy(['state', 'channel'])
    .execute();
  return counts.map((each) => ({ ...each, count: Number(each.count) }));
}

/** Since when the message that is longest due has waited. */
export async function findOldestDue(db: Db, now: Instant): Promise<Instant | undefined> {
  const oldest = await db
    .selectFrom('messages')
    .select('dueAt')
    .where('state', 'in', ['queued', 'deferred'])
    .where('dueAt', '<=', now)
    .orderBy('dueAt')
    .limit(1)
    .executeTakeFirst();
  return oldest?.dueAt;
}

export interface LearnedEvent extends Pick<MessageEvent, 'id' | 'what'> {
  learnedAt: Instant;
  recipient: string;
  channel: string;
}

/** Events learned after another one, up to an instant, in the order in which they were learned. */
export async function listEventsLearned(
  db: Db,
  { after, until, limit }: { after: { learnedAt: Instant; id: string }; until: Instant; limit: number },
): Promise<LearnedEvent[]> {
  const events = await db
    .selectFrom('messageEvents')
    .innerJoin('messages', 'messages.id', 'messageEvents.messageId')
    .select(['messageEvents.id', 'what', 'messageEvents.learnedAt', 'recipient', 'channel'])
    .where('messageEvents.learnedAt', '<=', until)
    .where((row) =>
      row.or([
        row('messageEvents.learnedAt', '>', after.learnedAt),
        row.and([
          row('messageEvents.learnedAt', '=', after.learnedAt),
          row('messageEvents.id', '>', after.id),
        ]),
      ]),
    )
    .orderBy('messageEvents.learnedAt')
    .orderBy('messageEvents.id')
    .limit(limit)
    .execute();
  return events.map((event) => ({ ...event, learnedAt: event.learnedAt ?? after.learnedAt }));
}
