import type { ExpressionBuilder, Selectable } from 'kysely';
import { type Instant, newId } from '../../kernel/index.ts';
import { type Db, inBatches, inChunks, type Tables } from '../../platform/database/index.ts';
import { domainOf } from '../../platform/smtp/index.ts';
import { isHardBounce } from './hard-bounce.ts';
import { stateOf, type What } from './message-state.ts';
import type { Source } from './message-word.ts';
import type { MessageEventsTable, MessagesTable } from './messages.tables.ts';
import type { Lanes } from './places.ts';
import { forgetUndeliverable, isBelieved, rememberUndeliverable } from './undeliverable.queries.ts';

export type Message = Selectable<MessagesTable>;
export type MessageEvent = Selectable<MessageEventsTable>;

/** What happened to a message, from which source, and in whose words. */
export interface Step {
  what: What;
  source: Source;
  code?: string | undefined;
  words?: string | undefined;
  server?: string | undefined;
  /** When it happened; now, unless somebody else says so. */
  at?: Instant | undefined;
  wordKey?: string | undefined;
}

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

/** A message to take up, and the lane that it goes in: its recipient's domain, or `sms`. */
export interface DueMessage {
  id: string;
  lane: string;
}

/** Messages to take up now, the longest due first: waiting, or left behind by a node that died. */
export async function listDueMessages(
  db: Db,
  now: Instant,
  { limit, lanes: { except, only } }: { limit: number; lanes: Lanes },
): Promise<DueMessage[]> {
  let messages = db.selectFrom('messages').select(['id', 'recipient', 'channel', 'dueAt']);
  for (const lane of except) messages = messages.where((row) => row.not(isInLane(row, lane)));
  if (only) messages = messages.where((row) => row.or(only.map((lane) => isInLane(row, lane))));
  const longestDue = messages.orderBy('dueAt').limit(limit);
  // One look for each state: together they would have all that is due sorted, each time, for a few of them.
  const due = await Promise.all([
    longestDue.where('state', '=', 'queued').where('dueAt', '<=', now).execute(),
    longestDue.where('state', '=', 'deferred').where('dueAt', '<=', now).execute(),
    longestDue.where('state', '=', 'sending').where('leasedUntil', '<=', now).execute(),
  ]);
  return due
    .flat()
    .sort((left, right) => left.dueAt - right.dueAt)
    .slice(0, limit)
    .map(({ id, recipient, channel }) => ({ id, lane: laneOf(channel, recipient) }));
}

/** Of texts; of mail it is the domain. */
export const SMS_LANE = 'sms';

const laneOf = (channel: string, recipient: string): string =>
  channel === 'sms' ? SMS_LANE : domainOf(recipient);

const isInLane = (row: ExpressionBuilder<Tables, 'messages'>, lane: string) =>
  lane === SMS_LANE ? row('channel', '=', 'sms') : row('recipient', 'like', `%@${lane}`);

/** One winner: of all nodes that take the message up at once, one gets it, until `leasedUntil`. */
export async function claimMessage(
  db: Db,
  { id, now, leasedUntil }: { id: string; now: Instant; leasedUntil: Instant },
): Promise<Message | undefined> {
  return db.transaction().execute(async (trx) => {
    const claimed = await trx
      .updateTable('messages')
      .set((row) => ({ state: 'sending' as const, leasedUntil, tries: row('tries', '+', 1) }))
      .where('id', '=', id)
      .where((row) =>
        row.or([
          row.and([row('state', 'in', ['queued', 'deferred']), row('dueAt', '<=', now)]),
          row.and([row('state', '=', 'sending'), row('leasedUntil', '<=', now)]),
        ]),
      )
      .returningAll()
      .executeTakeFirst();
    if (claimed) await insertEvent(trx, claimed, now, { what: 'sending', source: 'worker' });
    return claimed;
  });
}

/** A try that takes long stays ours; whoever lost it meanwhile gets nothing back. */
export async function prolongLease(
  db: Db,
  { id, tries }: Pick<Message, 'id' | 'tries'>,
  leasedUntil: Instant,
): Promise<void> {
  await db
    .updateTable('messages')
    .set({ leasedUntil })
    .where('id', '=', id)
    .where('tries', '=', tries)
    .where('leasedUntil', 'is not', null)
    .execute();
}

/** On a database with one process at a time, whatever is leased at its start was left behind by the one before. */
export async function freeLeases(db: Db, now: Instant): Promise<void> {
  await db
    .updateTable('messages')
    .set({ leasedUntil: now })
    .where('state', '=', 'sending')
    .where('leasedUntil', '>', now)
    .execute();
}

/** What a message was really sent as. */
export interface SentAs {
  sentKind: string;
  sentSubject: string | null;
}

interface Outcome {
  step: Step;
  /** When it is tried next. */
  dueAt?: Instant;
  sentAs?: SentAs;
}

/**
 * Settles a try that is still ours: a message whose lease was lost meanwhile is left to the other node.
 * Whatever others have said of this try by now counts too.
 */
export async function settleTry(
  db: Db,
  { message, outcome, now }: { message: Pick<Message, 'id' | 'tries'>; outcome: Outcome; now: Instant },
): Promise<boolean> {
  const { step, dueAt, sentAs } = outcome;
  return db.transaction().execute(async (trx) => {
    const settled = await trx
      .updateTable('messages')
      .set({
        leasedUntil: null,
        learnedAt: now,
        ...(dueAt !== undefined && { dueAt }),
        ...(sentAs && { ...sentAs, sentAt: now, sealedFields: null }),
      })
      .where('id', '=', message.id)
      .where('leasedUntil', 'is not', null)
      .where('tries', '=', message.tries)
      .returning(['id', 'channel', 'recipient'])
      .executeTakeFirst();
    if (!settled) return false;
    await insertEvent(trx, message, now, step);
    await learnOfAddress(trx, settled, step, { now, triedAt: now });
    await renewState(trx, message.id);
    return true;
  });
}

/**
 * Files what somebody else says of a try.
 * @returns `repeated` where it was known already, `unknown` where the message is gone, or has had no such try
 */
export async function fileStep(
  db: Db,
  { messageId, try: number, now, step }: { messageId: string; try: number; now: Instant; step: Step },
): Promise<'filed' | 'repeated' | 'unknown'> {
  return db.transaction().execute(async (trx) => {
    // The row first: of two words at once, each has to see the other when it works out the state.
    const known = await trx
      .updateTable('messages')
      .set((row) => ({ learnedAt: row.ref('learnedAt') }))
      .where('id', '=', messageId)
      .where('tries', '>=', number)
      .returning(['id', 'channel', 'recipient'])
      .executeTakeFirst();
    if (!known) return 'unknown';
    // Whoever has had the mail knows its return path, and could write to it without end.
    if ((await countWordsOfOthers(trx, messageId)) >= MOST_WORDS_OF_OTHERS) return 'repeated';
    // Others tell whole seconds, or by a clock of their own: nothing said of a try comes before it.
    const triedAt = await ownTimeOf(trx, { messageId, try: number });
    const filed = { ...step, at: Math.min(Math.max(step.at ?? now, triedAt), now) };
    if (!(await insertEvent(trx, { id: messageId, tries: number }, now, filed))) return 'repeated';
    await learnOfAddress(trx, known, step, { now, triedAt });
    await renewState(trx, messageId, { learnedAt: now });
    return 'filed';
  });
}

const MOST_WORDS_OF_OTHERS = 100;

async function countWordsOfOthers(db: Db, messageId: string): Promise<number> {
  const { count } = await db
    .selectFrom('messageEvents')
    .select((row) => row.fn.countAll<number>().as('count'))
    .where('messageId', '=', messageId)
    .where('wordKey', 'is not', null)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** When we ourselves last did something in a try. */
async function ownTimeOf(
  db: Db,
  { messageId, try: number }: { messageId: string; try: number },
): Promise<Instant> {
  const { latest } = await db
    .selectFrom('messageEvents')
    .select((row) => row.fn.max<Instant | null>('at').as('latest'))
    .where('messageId', '=', messageId)
    .where('try', '=', number)
    .where('source', 'in', ['worker', 'smtp', 'sms'])
    .executeTakeFirstOrThrow();
  return Number(latest ?? 0);
}

/** Puts a message back that waits or was given up, as the next try; false where it is under way or was sent. */
export async function requeueMessage(
  trx: Db,
  { id, now, notAfter }: { id: string; now: Instant; notAfter: Instant },
): Promise<boolean> {
  const again = await trx
    .updateTable('messages')
    .set({ dueAt: now, notAfter, learnedAt: now })
    .where('id', '=', id)
    .where('state', 'in', ['queued', 'deferred', 'bounced', 'blocked', 'abandoned'])
    // A node that died while others told what became of its try leaves a lease behind that nobody takes over.
    .where((row) => row.or([row('leasedUntil', 'is', null), row('leasedUntil', '<=', now)]))
    .where('sealedFields', 'is not', null)
    .returning(['id', 'tries', 'recipient'])
    .executeTakeFirst();
  if (!again) return false;
  // Whoever sends it again believes that the address is there.
  await forgetUndeliverable(trx, again.recipient);
  await insertEvent(trx, { id, tries: again.tries + 1 }, now, { what: 'queued', source: 'operator' });
  await renewState(trx, id);
  return true;
}

/** What became of the message says something of its address too: kept in the same transaction. */
async function learnOfAddress(
  trx: Db,
  { id, channel, recipient }: Pick<Message, 'id' | 'channel' | 'recipient'>,
  step: Step,
  { now, triedAt }: { now: Instant; triedAt: Instant },
): Promise<void> {
  if (channel !== 'email') return;
  if (step.what === 'delivered') await forgetUndeliverable(trx, recipient);
  else if (step.what === 'bounced' && isHardBounce(step)) {
    const { source } = step;
    if (!(await isBelieved(trx, { address: recipient, source, triedAt, now }))) return;
    await rememberUndeliverable(trx, { address: recipient, since: now, messageId: id });
  }
}

async function renewState(trx: Db, id: string, learned: { learnedAt?: Instant } = {}): Promise<void> {
  const state = stateOf(await listEvents(trx, id));
  await trx
    .updateTable('messages')
    // Whoever says that it was sent, nothing fills it any more.
    .set({ state, ...learned, ...((state === 'sent' || state === 'delayed') && { sealedFields: null }) })
    .where('id', '=', id)
    .execute();
}

/** Everything that happened to a message, as it became known. */
export const listEvents = (db: Db, messageId: string): Promise<MessageEvent[]> =>
  db
    .selectFrom('messageEvents')
    .selectAll()
    .where('messageId', '=', messageId)
    .orderBy('try')
    .orderBy('at')
    .execute();

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

/** @returns false where the same word is there already */
async function insertEvent(
  db: Db,
  { id, tries }: Pick<Message, 'id' | 'tries'>,
  now: Instant,
  { what, source, code, words, server, at, wordKey }: Step,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('messageEvents')
    .values({
      id: newId(),
      messageId: id,
      try: tries,
      at: at ?? now,
      learnedAt: now,
      what,
      source,
      code: code ?? null,
      words: words ?? null,
      server: server ?? null,
      wordKey: wordKey ?? null,
    })
    .onConflict((conflict) => conflict.columns(['messageId', 'wordKey']).doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
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
  for (const some of inChunks(removed)) {
    const ids = some.map(({ id }) => id);
    await trx.deleteFrom('messageEvents').where('messageId', 'in', ids).execute();
  }
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
  for (const some of inChunks(removed)) {
    const ids = some.map((message) => message.id);
    await trx.deleteFrom('messageEvents').where('messageId', 'in', ids).execute();
  }
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
