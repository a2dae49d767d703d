import type { Selectable } from 'kysely';
import type { Db } from '../../platform/database/index.ts';
import type { PasswordsTable } from './passwords.tables.ts';

export type Password = Selectable<PasswordsTable>;

export const findPassword = (db: Db, accountId: string): Promise<Password | undefined> =>
  db.selectFrom('passwords').selectAll().where('accountId', '=', accountId).executeTakeFirst();

/** The account's first password, or its new one. */
export async function storePassword(db: Db, password: Password): Promise<void> {
  const { accountId: _, ...renewed } = password;
  await db
    .insertInto('passwords')
    .values(password)
    .onConflict((conflict) => conflict.column('accountId').doUpdateSet(renewed))
    .execute();
}

/** The same password under a costlier hash; lost where another one has been set meanwhile. */
export async function replaceHash(db: Db, accountId: string, old: string, hash: string): Promise<void> {
  await db
    .updateTable('passwords')
    .set({ hash })
    .where('accountId', '=', accountId)
    .where('hash', '=', old)
    .execute();
}

/** Since when the account's password holds, and when it expires or has expired (null for never). */
export const findPasswordTimes = (
  db: Db,
  accountId: string,
): Promise<Pick<Password, 'setAt' | 'expiration' | 'expiresAt'> | undefined> =>
  db
    .selectFrom('passwords')
    .select(['setAt', 'expiration', 'expiresAt'])
    .where('accountId', '=', accountId)
    .executeTakeFirst();

export async function saveExpiration(
  trx: Db,
  accountId: string,
  expiration: Pick<Password, 'expiration' | 'expiresAt'>,
): Promise<void> {
  await trx.updateTable('passwords').set(expiration).where('accountId', '=', accountId).execute();
}
