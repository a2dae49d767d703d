import { days, type Instant } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import './messages.tables.ts';

/** A mailbox that is not there today may be there in a month. */
const LAPSES_AFTER = days(30);

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

/** Something has reached the address: a delivery, or a token sent there that was typed in. */
export async function forgetUndeliverable(db: Db, address: string): Promise<void> {
  await db.deleteFrom('undeliverableAddresses').where('address', '=', address).execute();
}

export async function removeLapsedUndeliverable(db: Db, now: Instant): Promise<void> {
  await db
    .deleteFrom('undeliverableAddresses')
    .where('since', '<=', now - LAPSES_AFTER)
    .execute();
}
