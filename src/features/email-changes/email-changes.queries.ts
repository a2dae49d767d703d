import type { Instant } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { EmailChangesTable, EmailUndosTable, UndoneEmailsTable } from './email-changes.tables.ts';

/** Keeps what an account has asked for; what was asked for before is no more. */
export async function replaceEmailChange(trx: Db, change: EmailChangesTable): Promise<void> {
  const { accountId: _, ...renewed } = change;
  await trx
    .insertInto('emailChanges')
    .values(change)
    .onConflict((conflict) => conflict.column('accountId').doUpdateSet(renewed))
    .execute();
}

export const findOpenEmailChange = (
  db: Db,
  { accountId, now }: { accountId: string; now: Instant },
): Promise<EmailChangesTable | undefined> =>
  db
    .selectFrom('emailChanges')
    .selectAll()
    .where('accountId', '=', accountId)
    .where('expiresAt', '>', now)
    .executeTakeFirst();

interface Asked {
  accountId: string;
  email: string;
  place: string;
}

/** @returns false where something else has been asked for meanwhile */
export async function noteTokenSent(
  trx: Db,
  { accountId, email, place }: Asked,
  { tokenSentAt, expiresAt }: Pick<EmailChangesTable, 'tokenSentAt' | 'expiresAt'>,
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('emailChanges')
    .set({ tokenSentAt, expiresAt })
    .where('accountId', '=', accountId)
    .where('email', '=', email)
    .where('place', '=', place)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Takes what was asked for away, to do it; undefined where it is gone, or was asked for elsewhere. */
export const takeEmailChange = (
  trx: Db,
  { accountId, email, place, now }: Asked & { now: Instant },
): Promise<{ email: string } | undefined> =>
  trx
    .deleteFrom('emailChanges')
    .where('accountId', '=', accountId)
    .where('email', '=', email)
    .where('place', '=', place)
    .where('expiresAt', '>', now)
    .returning('email')
    .executeTakeFirst();

export async function deleteEmailChange(trx: Db, accountId: string): Promise<boolean> {
  const { numDeletedRows } = await trx
    .deleteFrom('emailChanges')
    .where('accountId', '=', accountId)
    .executeTakeFirstOrThrow();
  return numDeletedRows === 1n;
}

export async function insertEmailUndo(trx: Db, undo: EmailUndosTable): Promise<void> {
  await trx.insertInto('emailUndos').values(undo).execute();
}

export const findEmailUndoRow = (
  db: Db,
  { secretDigest, now }: { secretDigest: string; now: Instant },
): Promise<EmailUndosTable | undefined> =>
  db
    .selectFrom('emailUndos')
    .selectAll()
    .where('secretDigest', '=', secretDigest)
    .where('expiresAt', '>', now)
    .executeTakeFirst();

/** The way back to the address that the account had at an instant, where it has left that one. */
export const findUndoSince = (
  db: Db,
  { accountId, noticeAt, now }: { accountId: string; noticeAt: Instant; now: Instant },
): Promise<EmailUndosTable | undefined> =>
  db
    .selectFrom('emailUndos')
    .selectAll()
    .where('accountId', '=', accountId)
    .where('leftAt', '>', noticeAt)
    .where('expiresAt', '>', now)
    .orderBy('leftAt')
    .limit(1)
    .executeTakeFirst();

/** The addresses that an account can still go back to, the one that it left first at the beginning. */
export const listLeftEmails = (
  db: Db,
  { accountId, now }: { accountId: string; now: Instant },
): Promise<{ email: string; leftAt: Instant }[]> =>
  db
    .selectFrom('emailUndos')
    .select((row) => ['email', row.fn.min('leftAt').as('leftAt')])
    .where('accountId', '=', accountId)
    .where('expiresAt', '>', now)
    .groupBy('email')
    .orderBy('leftAt')
    .execute();

/** Links back to that address, and to those that were left after it, are used up. */
export async function deleteEmailUndosSince(
  trx: Db,
  { accountId, leftAt }: { accountId: string; leftAt: Instant },
): Promise<void> {
  await trx
    .deleteFrom('emailUndos')
    .where('accountId', '=', accountId)
    .where('leftAt', '>=', leftAt)
    .execute();
}

/** The links that are out go back from the address that the account has now. */
export async function updateEmailUndos(
  trx: Db,
  { accountId, fromEmail }: Pick<EmailUndosTable, 'accountId' | 'fromEmail'>,
): Promise<void> {
  await trx.updateTable('emailUndos').set({ fromEmail }).where('accountId', '=', accountId).execute();
}

/** Of several undos the latest counts. */
export async function saveUndoneEmail(trx: Db, undone: UndoneEmailsTable): Promise<void> {
  const { accountId: _, ...renewed } = undone;
  await trx
    .insertInto('undoneEmails')
    .values(undone)
    .onConflict((conflict) => conflict.column('accountId').doUpdateSet(renewed))
    .execute();
}

/** The address that an undo has taken an account from, while it can be given back. */
export const findUndoneEmail = (
  db: Db,
  { accountId, now }: { accountId: string; now: Instant },
): Promise<UndoneEmailsTable | undefined> =>
  db
    .selectFrom('undoneEmails')
    .selectAll()
    .where('accountId', '=', accountId)
    .where('expiresAt', '>', now)
    .executeTakeFirst();

export async function deleteUndoneEmail(trx: Db, accountId: string): Promise<void> {
  await trx.deleteFrom('undoneEmails').where('accountId', '=', accountId).execute();
}

export async function deleteExpiredEmailChanges(db: Db, now: Instant): Promise<void> {
  await db.deleteFrom('undoneEmails').where('expiresAt', '<=', now).execute();
  await db.deleteFrom('emailChanges').where('expiresAt', '<=', now).execute();
  await db.deleteFrom('emailUndos').where('expiresAt', '<=', now).execute();
}
