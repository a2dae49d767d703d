import type { Instant } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { KeptPagesTable } from './kept-pages.tables.ts';
import './kept-pages.tables.ts';

/** In the place of the browser's last one. */
export async function saveKeptPage(db: Db, kept: KeptPagesTable): Promise<void> {
  const { sealed, expiresAt } = kept;
  await db
    .insertInto('keptPages')
    .values(kept)
    .onConflict((conflict) => conflict.column('browserDigest').doUpdateSet({ sealed, expiresAt }))
    .execute();
}

export const findKeptPageRow = (
  db: Db,
  { browserDigest, now }: { browserDigest: string; now: Instant },
): Promise<Pick<KeptPagesTable, 'sealed'> | undefined> =>
  db
    .selectFrom('keptPages')
    .select('sealed')
    .where('browserDigest', '=', browserDigest)
    .where('expiresAt', '>', now)
    .executeTakeFirst();

export async function removeKeptPages(db: Db, browserDigests: readonly string[]): Promise<void> {
  await db.deleteFrom('keptPages').where('browserDigest', 'in', browserDigests).execute();
}

export async function removeExpiredPages(db: Db, now: Instant): Promise<void> {
  await db.deleteFrom('keptPages').where('expiresAt', '<=', now).execute();
}
