import { days, type Instant } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Source } from './message-word.ts';
import './messages.tables.ts';

/** A mailbox that is not there today may be there in a month. */
const LAPSES_AFTER = days(30);
/** A bounce comes when the next server has answered for good; one that comes later is nobody's but a stranger's. */
const BELIEVED_FOR = days(1);

/**
 * Whether a bounce is believed about the address itself. A relay's reply and a provider's signed word are. A mail to the
 * return path can be written by whoever has had the message in the hand, from a forwarded copy: it is believed
 * only soon after the try, and only where nothing sent since has been delivered or read.
 */
export async function isBelieved(
  db: Db,
  { address, source, triedAt, now }: { address: string; source: Source; triedAt: Instant; now: Instant },
): Promise<boolean> {
  if (source !== 'bounce') return true;
  if (now - triedAt > BELIEVED_FOR) return false;
  const arrived = await db
    .selectFrom('messages')
    .select('id')
    .where('recipient', '=', address)
    .where('channel', '=', 'email')
    .where('sentAt', '>=', triedAt)
    .where((row) =>
      row.or([
        row('readAt', 'is not', null),
        row.exists(
          row
            .selectFrom('messageEvents')
            .select('messageEvents.id')
            .whereRef('messageEvents.messageId', '=', 'messages.id')
            .where('what', '=', 'delivered'),
        ),
      ]),
    )
    .limit(1)
    .executeTakeFirst();
  return arrived === undefined;
}

/** A token that was mailed to the address has been typed in: mail is read there, whatever came back before or comes yet. */
export async function rememberRead(db: Db, address: string, now: Instant): Promise<void> {
  // Messages before addresses, everywhere: two transactions that lock in two orders can wait for each other for ever.
  await db
    .updateTable('messages')
    .set({ readAt: now })
    .where('recipient', '=', address)
    .where('channel', '=', 'email')
    .where('sentAt', '>', now - BELIEVED_FOR)
    .where('readAt', 'is', null)
    .execute();
  await forgetUndeliverable(db, address);
}

export async function rememberUndeliverable(
  db: Db,
  { address, since, messageId }: { address: string; since: Instant; messageId: string },
): Promise<void> {
  await db
    .insertInto('undeliverableAddresses')
    .values({ address, since, messageId })
    .onConflict((known) => known.column('address').doUpdateSet({ since, messageId }))
    .execute();
}

/** Since when mail to the address comes back for good; undefined where it does not. */
export async function findUndeliverable(
  db: Db,
  address: string,
  now: Instant,
): Promise<{ since: Instant } | undefined> {
  return db
    .selectFrom('undeliverableAddresses')
    .select('since')
    .where('address', '=', address)
    .where('since', '>', now - LAPSES_AFTER)
    .executeTakeFirst();
}

/** Something has reached the address, or nobody is there any more who could be told anything. */
export async function forgetUndeliverable(db: Db, address: string): Promise<void> {
  await db.deleteFrom('undeliverableAddresses').where('address', '=', address).execute();
}

export async function removeLapsedUndeliverable(db: Db, now: Instant): Promise<void> {
  await db
    .deleteFrom('undeliverableAddresses')
    .where('since', '<=', now - LAPSES_AFTER)
    .execute();
}
