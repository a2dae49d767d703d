import { type Insertable, type Selectable, sql } from 'kysely';
import type { Instant } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { TotpEnrolmentsTable, TotpOffersTable } from './totp.tables.ts';

export type Enrolment = Selectable<TotpEnrolmentsTable>;

export const findEnrolment = (db: Db, accountId: string): Promise<Enrolment | undefined> =>
  db.selectFrom('totpEnrolments').selectAll().where('accountId', '=', accountId).executeTakeFirst();

/** Binds a first app. False where there is one already: of several at once, one wins. */
export async function insertEnrolment(trx: Db, enrolment: Omit<Enrolment, 'strayOffset'>): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('totpEnrolments')
    .values({ ...enrolment, strayOffset: null })
    .onConflict((conflict) => conflict.column('accountId').doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** Binds an app; it takes the place of the one before. */
export async function replaceEnrolment(trx: Db, enrolment: Omit<Enrolment, 'strayOffset'>): Promise<void> {
  const renewed = { ...enrolment, strayOffset: null };
  await trx
    .insertInto('totpEnrolments')
    .values(renewed)
    .onConflict((conflict) => conflict.column('accountId').doUpdateSet(renewed))
    .execute();
  // Steps given with the old secret say nothing about the new one.
  await trx.deleteFrom('totpSpentSteps').where('accountId', '=', enrolment.accountId).execute();
}

/** Turns the OTP app off. @returns whether there was one */
export async function deleteEnrolment(trx: Db, accountId: string): Promise<boolean> {
  await trx.deleteFrom('totpSpentSteps').where('accountId', '=', accountId).execute();
  const { numDeletedRows } = await trx
    .deleteFrom('totpEnrolments')
    .where('accountId', '=', accountId)
    .executeTakeFirstOrThrow();
  return numDeletedRows === 1n;
}

/** Single use: of all requests with the same code, on all nodes, one wins. */
export async function spendStep(
  db: Db,
  { accountId, step, now }: { accountId: string; step: number; now: Instant },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('totpSpentSteps')
    .values({ accountId, step, spentAt: now })
    .onConflict((conflict) => conflict.columns(['accountId', 'step']).doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

export async function noteStray(db: Db, accountId: string, strayOffset: number | null): Promise<void> {
  await db.updateTable('totpEnrolments').set({ strayOffset }).where('accountId', '=', accountId).execute();
}

/** The secrets shown in one place since then, newest first. */
export const listOffers = (
  db: Db,
  { place, accountId, after }: { place: string; accountId: string; after: Instant },
): Promise<Selectable<TotpOffersTable>[]> =>
  db
    .selectFrom('totpOffers')
    .selectAll()
    .where('place', '=', place)
    .where('accountId', '=', accountId)
    .where('createdAt', '>', after)
    .orderBy('createdAt', 'desc')
    .execute();

export async function insertOffer(db: Db, offer: Insertable<TotpOffersTable>): Promise<void> {
  await db.insertInto('totpOffers').values(offer).execute();
}

/** A code of a secret that is nobody's yet was recognised as that of another moment. */
export async function noteStrayOfOffer(db: Db, id: string, step: number): Promise<void> {
  await db
    .updateTable('totpOffers')
    .set({ straySteps: sql<string>`${sql.ref('straySteps')} || ${` ${step}`}` })
    .where('id', '=', id)
    .execute();
}

/**
 * All offers of a place are over with the one that was confirmed; of several confirmations at once, one wins.
 * @returns for whoever wins, the steps whose codes have been recognised
 */
export async function claimOffer(
  trx: Db,
  { id, place }: { id: string; place: string },
): Promise<number[] | undefined> {
  const claimed = await trx
    .deleteFrom('totpOffers')
    .where('id', '=', id)
    .returning('straySteps')
    .executeTakeFirst();
  if (!claimed) return undefined;
  await trx.deleteFrom('totpOffers').where('place', '=', place).execute();
  return claimed.straySteps.split(' ').filter(Boolean).map(Number);
}

export async function deleteOldOffers(db: Db, before: Instant): Promise<void> {
  await db.deleteFrom('totpOffers').where('createdAt', '<=', before).execute();
}

export async function deleteOldSteps(db: Db, before: number): Promise<void> {
  await db.deleteFrom('totpSpentSteps').where('step', '<', before).execute();
}
