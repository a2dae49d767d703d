import type { Selectable } from 'kysely';
import type { Instant } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { NoticesTable } from './notices.tables.ts';

export async function insertNotice(trx: Db, notice: Omit<NoticesTable, 'usedAt'>): Promise<void> {
  await trx
    .insertInto('notices')
    .values({ ...notice, usedAt: null })
    .execute();
}

export const findUsableNotice = (
  db: Db,
  { secretDigest, now }: { secretDigest: string; now: Instant },
): Promise<Selectable<NoticesTable> | undefined> =>
  db
    .selectFrom('notices')
    .selectAll()
    .where('secretDigest', '=', secretDigest)
    .where('expiresAt', '>', now)
    .where('usedAt', 'is', null)
    .executeTakeFirst();

/** Single use: of several at once, one wins. */
export async function markUsed(
  trx: Db,
  { secretDigest, now }: { secretDigest: string; now: Instant },
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('notices')
    .set({ usedAt: now })
    .where('secretDigest', '=', secretDigest)
    .where('expiresAt', '>', now)
    .where('usedAt', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

export async function deleteNoticesSince(trx: Db, accountId: string, since: Instant): Promise<void> {
  await trx
    .deleteFrom('notices')
    .where('accountId', '=', accountId)
    .where('createdAt', '>=', since)
    .execute();
}

export async function deleteExpiredNotices(db: Db, now: Instant): Promise<void> {
  await db.deleteFrom('notices').where('expiresAt', '<=', now).execute();
}
