import type { Instant } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import './recovery-codes.tables.ts';

/** Puts new ones in the place of all that there were. */
export async function replaceRecoveryCodes(
  trx: Db,
  { accountId, digests, now }: { accountId: string; digests: readonly string[]; now: Instant },
): Promise<void> {
  await deleteRecoveryCodes(trx, accountId);
  await trx
    .insertInto('recoveryCodes')
    .values(digests.map((codeDigest) => ({ accountId, codeDigest, issuedAt: now, spentAt: null })))
    .execute();
}

export async function deleteRecoveryCodes(trx: Db, accountId: string): Promise<void> {
  await trx.deleteFrom('recoveryCodes').where('accountId', '=', accountId).execute();
}

/** Single use: of several at once, one wins. */
export async function markSpent(
  db: Db,
  { accountId, codeDigest, now }: { accountId: string; codeDigest: string; now: Instant },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('recoveryCodes')
    .set({ spentAt: now })
    .where('accountId', '=', accountId)
    .where('codeDigest', '=', codeDigest)
    .where('spentAt', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** How many are left. */
export async function countUnspentCodes(db: Db, accountId: string): Promise<number> {
  const { left } = await db
    .selectFrom('recoveryCodes')
    .select((row) => row.fn.countAll<number>().as('left'))
    .where('accountId', '=', accountId)
    .where('spentAt', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(left);
}
