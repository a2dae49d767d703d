import type { Selectable } from 'kysely';
import { type Instant, newId } from '../../kernel/index.ts';
import { type Db, inChunks } from '../../platform/database/index.ts';
import { isHardBounce } from './hard-bounce.ts';
import { stateOf, type What } from './message-state.ts';
import type { Source } from './message-word.ts';
import type { MessageEventsTable, MessagesTable } from './messages.tables.ts';
import { forgetUndeliverable, isBelieved, rememberUndeliverable } from './undeliverable.queries.ts';

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

/** @returns false where the same word is there already */
export async function insertEvent(
  db: Db,
  { id, tries }: Pick<MessagesTable, 'id' | 'tries'>,
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

/** What became of the message says something of its address too: kept in the same transaction. */
export async function learnOfAddress(
  trx: Db,
  { id, channel, recipient }: Pick<MessagesTable, 'id' | 'channel' | 'recipient'>,
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

/** The state is that of all events. */
export async function renewState(trx: Db, id: string, learned: { learnedAt?: Instant } = {}): Promise<void> {
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

export async function deleteEventsOf(trx: Db, messages: readonly { id: string }[]): Promise<void> {
  for (const some of inChunks(messages)) {
    const ids = some.map(({ id }) => id);
    await trx.deleteFrom('messageEvents').where('messageId', 'in', ids).execute();
  }
}
