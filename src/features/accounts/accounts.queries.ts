import type { Selectable } from 'kysely';
import type { Instant } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { AccountsTable } from './accounts.tables.ts';

export type Account = Selectable<AccountsTable>;

export const findAccount = (db: Db, id: string): Promise<Account | undefined> =>
  db.selectFrom('accounts').selectAll().where('id', '=', id).executeTakeFirst();

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
    .values({ ...account, phoneVerifiedAt: null, disabledAt: null, deletedAt: null })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}
