import type { Instant } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { AccountDeletionsTable } from './account-deletion.tables.ts';

/** When the account is to be deleted; undefined where it is to stay. */
export const findDeletion = (db: Db, accountId: string): Promise<AccountDeletionsTable | undefined> =>
  db.selectFrom('accountDeletions').selectAll().where('accountId', '=', accountId).executeTakeFirst();

/** @returns false where it has been asked for already: the first date holds */
export async function insertDeletion(trx: Db, deletion: AccountDeletionsTable): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('accountDeletions')
    .values(deletion)
    .onConflict((conflict) => conflict.column('accountId').doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

export async function listDueDeletions(db: Db, now: Instant, limit: number): Promise<string[]> {
  const due = await db
    .selectFrom('accountDeletions')
    .select('accountId')
    .where('dueAt', '<=', now)
    .orderBy('dueAt')
    .limit(limit)
    .execute();
  return due.map(({ accountId }) => accountId);
}

/** Either the account is kept or it is deleted: whoever takes the row decides. */
export async function takeDeletion(
  trx: Db,
  accountId: string,
  { dueBy, askedSince }: { dueBy?: Instant | undefined; askedSince?: Instant | undefined } = {},
): Promise<boolean> {
  let deletion = trx.deleteFrom('accountDeletions').where('accountId', '=', accountId);
  if (dueBy !== undefined) deletion = deletion.where('dueAt', '<=', dueBy);
  if (askedSince !== undefined) deletion = deletion.where('askedAt', '>=', askedSince);
  const { numDeletedRows } = await deletion.executeTakeFirstOrThrow();
  return numDeletedRows === 1n;
}
