import type { Instant } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { TokensTable } from './tokens.tables.ts';

/** What a token is bound to. */
export interface TokenBinding {
  purpose: string;
  subject: string;
  /** Digest of the browser's id. */
  browser: string;
}

/** Issues a token; one for the same purpose and subject is no more. */
export async function replaceToken(trx: Db, token: TokensTable): Promise<void> {
  const { purpose: _, subject: __, ...renewed } = token;
  await trx
    .insertInto('tokens')
    .values(token)
    .onConflict((conflict) => conflict.columns(['purpose', 'subject']).doUpdateSet(renewed))
    .execute();
}

/** Counts a try; false where the token takes none any more. Exact, however many try at once. */
export async function claimTokenTry(
  db: Db,
  bound: TokenBinding,
  now: Instant,
  limit: number,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('tokens')
    .set((row) => ({ tries: row('tries', '+', 1) }))
    .where('purpose', '=', bound.purpose)
    .where('subject', '=', bound.subject)
    .where('browser', '=', bound.browser)
    .where('spentAt', 'is', null)
    .where('expiresAt', '>', now)
    .where('tries', '<', limit)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

export const findToken = (
  db: Db,
  { purpose, subject, browser }: TokenBinding,
): Promise<TokensTable | undefined> =>
  db
    .selectFrom('tokens')
    .selectAll()
    .where('purpose', '=', purpose)
    .where('subject', '=', subject)
    .where('browser', '=', browser)
    .executeTakeFirst();

/** Single use: of several at once, one wins. */
export async function markSpent(
  trx: Db,
  { purpose, subject, browser, tokenDigest }: TokenBinding & { tokenDigest: string },
  now: Instant,
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('tokens')
    .set({ spentAt: now })
    .where('purpose', '=', purpose)
    .where('subject', '=', subject)
    .where('browser', '=', browser)
    .where('tokenDigest', '=', tokenDigest)
    .where('spentAt', 'is', null)
    .where('expiresAt', '>', now)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

export async function deleteTokensOf(
  trx: Db,
  { purpose, subject }: Omit<TokenBinding, 'browser'>,
): Promise<void> {
  await trx.deleteFrom('tokens').where('purpose', '=', purpose).where('subject', '=', subject).execute();
}

/** Voids whatever was sent for a subject, for any purpose. */
export async function deleteAllTokensOf(trx: Db, subject: string): Promise<void> {
  await trx.deleteFrom('tokens').where('subject', '=', subject).execute();
}

export async function deleteExpiredTokens(db: Db, before: Instant): Promise<void> {
  await db.deleteFrom('tokens').where('expiresAt', '<=', before).execute();
}
