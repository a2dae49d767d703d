import type { Instant } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { PhoneChangesTable } from './contact-details.tables.ts';

/** Keeps the number that waits for its token; the one before is no more. */
export async function replacePhoneChange(trx: Db, change: PhoneChangesTable): Promise<void> {
  const { accountId: _, ...renewed } = change;
  await trx
    .insertInto('phoneChanges')
    .values(change)
    .onConflict((conflict) => conflict.column('accountId').doUpdateSet(renewed))
    .execute();
}

/** Another token goes to the number that waits. @returns false where it waits no more, or not in that place */
export async function renewPhoneChange(
  trx: Db,
  { accountId, phone, place, tokenSentAt, expiresAt }: PhoneChangesTable,
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('phoneChanges')
    .set({ tokenSentAt, expiresAt })
    .where('accountId', '=', accountId)
    .where('phone', '=', phone)
    .where('place', '=', place)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

export const findOpenPhoneChange = (
  db: Db,
  { accountId, now }: { accountId: string; now: Instant },
): Promise<PhoneChangesTable | undefined> =>
  db
    .selectFrom('phoneChanges')
    .selectAll()
    .where('accountId', '=', accountId)
    .where('expiresAt', '>', now)
    .executeTakeFirst();

/** Takes the number away, to keep it as verified; undefined where it is gone, or was asked for elsewhere. */
export const takePhoneChange = (
  trx: Db,
  {
    accountId,
    phone,
    place,
    now,
  }: Pick<PhoneChangesTable, 'accountId' | 'phone' | 'place'> & { now: Instant },
): Promise<{ phone: string } | undefined> =>
  trx
    .deleteFrom('phoneChanges')
    .where('accountId', '=', accountId)
    .where('phone', '=', phone)
    .where('place', '=', place)
    .where('expiresAt', '>', now)
    .returning('phone')
    .executeTakeFirst();

export async function deletePhoneChange(trx: Db, accountId: string): Promise<void> {
  await trx.deleteFrom('phoneChanges').where('accountId', '=', accountId).execute();
}

export async function deleteExpiredPhoneChanges(db: Db, now: Instant): Promise<void> {
  await db.deleteFrom('phoneChanges').where('expiresAt', '<=', now).execute();
}
