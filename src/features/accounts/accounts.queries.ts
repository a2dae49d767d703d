import type { Selectable } from 'kysely';
import type { Instant } from '../../kernel/index.ts';
import { type Db, keepQuery } from '../../platform/database/index.ts';
import type { AccountsTable } from './accounts.tables.ts';

export type Account = Selectable<AccountsTable>;

const accountById = keepQuery((db, { id }: { id: string }) =>
  db.selectFrom('accounts').selectAll().where('id', '=', id),
);

export const findAccount = async (db: Db, id: string): Promise<Account | undefined> =>
  (await accountById(db, { id })).rows[0];

/** @param email normalised by `normaliseEmail` */
export const findAccountByEmail = (db: Db, email: string): Promise<Account | undefined> =>
  db.selectFrom('accounts').selectAll().where('email', '=', email).executeTakeFirst();

export interface NewAccount {
  id: string;
  /** Normalised, and proved to be the person's. */
  email: string;
  firstName: string;
  lastName: string;
  phone: string | null;
  secondFactorChosenAt: Instant | null;
  createdAt: Instant;
}

/** @returns false where the address has an account already; of several at once, one wins */
export async function insertAccount(trx: Db, account: NewAccount): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('accounts')
    .values({
      ...account,
      ...{ phoneVerifiedAt: null, secondFactorDueAt: null, disabledAt: null, deletedAt: null },
    })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** Whether the person wishes for a second factor; null once it is enrolled. Then none is due any more either. */
export async function setSecondFactorChosen(
  db: Db,
  id: string,
  secondFactorChosenAt: Instant | null,
): Promise<void> {
  const chosen = { secondFactorChosenAt, secondFactorDueAt: null };
  await db.updateTable('accounts').set(chosen).where('id', '=', id).execute();
}

/** The person wishes for no second factor any more. One that is due is not for them to decline. */
export async function dropSecondFactorWish(db: Db, id: string): Promise<void> {
  await db.updateTable('accounts').set({ secondFactorChosenAt: null }).where('id', '=', id).execute();
}

/** The second factor was taken away by Customer Care; `setSecondFactorChosen` ends it when there is another one. */
export async function setSecondFactorDue(trx: Db, id: string, secondFactorDueAt: Instant): Promise<void> {
  await trx.updateTable('accounts').set({ secondFactorDueAt }).where('id', '=', id).execute();
}

/**
 * Changes of one account happen one after the other, from whatever session: each takes hold of it before it looks at
 * anything. False where the account is disabled or deleted.
 */
export async function holdAccount(trx: Db, id: string): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('accounts')
    .set((row) => ({ createdAt: row.ref('createdAt') }))
    .where('id', '=', id)
    .where('disabledAt', 'is', null)
    .where('deletedAt', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** With it goes what refers to it: password, PIN, questions, second factors, recovery codes, notices. */
export async function deleteAccount(trx: Db, id: string): Promise<void> {
  await trx.deleteFrom('accounts').where('id', '=', id).execute();
}

export async function setNames(
  trx: Db,
  id: string,
  names: Pick<Account, 'firstName' | 'lastName'>,
): Promise<void> {
  await trx.updateTable('accounts').set(names).where('id', '=', id).execute();
}

/** The number that counts: it has been verified. */
export async function setVerifiedPhone(
  trx: Db,
  id: string,
  { phone, verifiedAt }: { phone: string; verifiedAt: Instant },
): Promise<void> {
  await trx
    .updateTable('accounts')
    .set({ phone, phoneVerifiedAt: verifiedAt })
    .where('id', '=', id)
    .execute();
}

/** @returns false where the account has another number, or none */
export async function clearPhone(trx: Db, id: string, phone: string): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('accounts')
    .set({ phone: null, phoneVerifiedAt: null })
    .where('id', '=', id)
    .where('phone', '=', phone)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/**
 * Keeps a number that is not verified, or none. A verified one stays, unless it may be `overwritten`.
 * @returns whether the number was replaced
 */
export async function setUnverifiedPhone(
  trx: Db,
  id: string,
  { phone, overwritten = false }: { phone: string | null; overwritten?: boolean },
): Promise<boolean> {
  const update = trx.updateTable('accounts').set({ phone, phoneVerifiedAt: null }).where('id', '=', id);
  const { numUpdatedRows } = await (overwritten
    ? update
    : update.where('phoneVerifiedAt', 'is', null)
  ).executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Another transaction has just given the address to an account. It undoes this one. */
export class AddressTaken extends Error {
  override name = 'AddressTaken';
}

/**
 * Gives an account another address.
 * @returns `taken`: that one has an account; `moved-on`: the account has not the address any more that it is to leave
 * @throws AddressTaken, where another transaction was first by a moment
 */
export async function setEmail(
  trx: Db,
  { id, from, to }: { id: string; from: string; to: string },
): Promise<'changed' | 'taken' | 'moved-on'> {
  const owner = await findAccountByEmail(trx, to);
  if (owner && owner.id !== id) return 'taken';
  const update = trx
    .updateTable('accounts')
    .set({ email: to })
    .where('id', '=', id)
    .where('email', '=', from);
  const { numUpdatedRows } = await update.executeTakeFirstOrThrow().catch((fault) => {
    throw isUniqueViolation(fault) ? new AddressTaken() : fault;
  });
  return numUpdatedRows === 1n ? 'changed' : 'moved-on';
}

/** Only PostgreSQL lets two transactions get as far as that. */
const isUniqueViolation = (fault: unknown): boolean => (fault as { code?: unknown }).code === '23505';
