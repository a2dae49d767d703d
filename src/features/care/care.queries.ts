import type { Selectable } from 'kysely';
import type { Instant } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { CarePermitsTable } from './care.tables.ts';

export type Permit = Selectable<CarePermitsTable>;

/** One for each customer and agent; a newer answer takes the place of the older. */
export async function savePermit(trx: Db, permit: Permit): Promise<void> {
  const { customer: _, agent: __, ...renewed } = permit;
  await trx
    .insertInto('carePermits')
    .values(permit)
    .onConflict((conflict) => conflict.columns(['customer', 'agent']).doUpdateSet(renewed))
    .execute();
}

type Held = Pick<Permit, 'customer' | 'agent' | 'pinMark'> & { now: Instant };

/**
 * Takes hold of a permit for an act, in the transaction of that: a wrong PIN that is told to the same agent in the same
 * moment comes before the act or after it. False where there is none.
 */
export async function holdPermit(trx: Db, { customer, agent, pinMark, now }: Held): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('carePermits')
    .set((row) => ({ givenAt: row.ref('givenAt') }))
    .where('customer', '=', customer)
    .where('agent', '=', agent)
    .where('pinMark', '=', pinMark)
    .where('expiresAt', '>', now)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

export const findPermit = (db: Db, { customer, agent, pinMark, now }: Held): Promise<Permit | undefined> =>
  db
    .selectFrom('carePermits')
    .selectAll()
    .where('customer', '=', customer)
    .where('agent', '=', agent)
    .where('pinMark', '=', pinMark)
    .where('expiresAt', '>', now)
    .executeTakeFirst();

export async function deletePermit(
  trx: Db,
  { customer, agent }: Pick<Permit, 'customer' | 'agent'>,
): Promise<void> {
  await trx.deleteFrom('carePermits').where('customer', '=', customer).where('agent', '=', agent).execute();
}

export async function deleteExpiredPermits(db: Db, now: Instant): Promise<void> {
  await db.deleteFrom('carePermits').where('expiresAt', '<=', now).execute();
}
