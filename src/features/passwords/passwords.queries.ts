import type { Selectable } from 'kysely';
import type { Instant } from '../../kernel/index.ts';
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

/**
 * The account's password opens nothing any more until a new one is set.
 * @param kept the one that takes its place, as no less suspended: its owner is to be told that it is the old one
 */
export async function suspendPassword(
  trx: Db,
  accountId: string,
  { kept, now }: { kept: Password | undefined; now: Instant },
): Promise<void> {
  // What was given before this moment proves nothing any more, as where a new one is set.
  const suspended = { setAt: now, suspendedAt: now };
  if (kept) await storePassword(trx, { ...kept, accountId, ...suspended });
  else await trx.updateTable('passwords').set(suspended).where('accountId', '=', accountId).execute();
}

/**
 * The password that was right a moment ago, for the length of a transaction: nobody replaces or suspends it meanwhile.
 * @param setAt of that one
 * @returns false where it is another one by now, or suspended
 */
export async function holdPassword(trx: Db, accountId: string, setAt: Instant): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('passwords')
    .set({ setAt })
    .where('accountId', '=', accountId)
    .where('setAt', '=', setAt)
    .where('suspendedAt', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
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

/** From when on it holds; lost where another one has been set meanwhile. */
export async function bringBack(db: Db, { accountId, hash }: Password, setAt: Instant): Promise<void> {
  await db
    .updateTable('passwords')
    .set({ setAt })
    .where('accountId', '=', accountId)
    .where('hash', '=', hash)
    .where('setAt', '>', setAt)
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
