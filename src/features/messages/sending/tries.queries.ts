import type { ExpressionBuilder } from 'kysely';
import type { Instant } from '../../../kernel/index.ts';
import type { Db, Tables } from '../../../platform/database/index.ts';
import { domainOf } from '../../../platform/smtp/index.ts';
import { insertEvent, learnOfAddress, renewState, type Step } from '../events.queries.ts';
import type { Message } from '../messages.queries.ts';
import { forgetUndeliverable } from '../undeliverable.queries.ts';
import type { Lanes } from './places.ts';

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
