import type { Instant } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { LogoutNotice } from './session.ts';

const columns = ['id', 'clientId', 'accountId', 'sid', 'createdAt', 'tries'] as const;

export async function listDueNotices(db: Db, now: Instant, limit: number): Promise<LogoutNotice[]> {
  return db
    .selectFrom('logoutNotices')
    .select(columns)
    .where('dueAt', '<=', now)
    .where('toldAt', 'is', null)
    .where('abandonedAt', 'is', null)
    .orderBy('dueAt')
    .limit(limit)
    .execute();
}

/** Of two nodes that see the same notice, one delivers it; the other may again at `until`, should this one die. */
export async function claimNotice(db: Db, { id, tries }: LogoutNotice, until: Instant): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('logoutNotices')
    .set({ tries: tries + 1, dueAt: until })
    .where('id', '=', id)
    .where('tries', '=', tries)
    .where('toldAt', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

export async function noteTold(db: Db, id: string, toldAt: Instant): Promise<void> {
  await db.updateTable('logoutNotices').set({ toldAt, lastFault: null }).where('id', '=', id).execute();
}

export async function noteFailed(
  db: Db,
  id: string,
  failed: { lastFault: string; dueAt: Instant; abandonedAt: Instant | null },
): Promise<void> {
  await db.updateTable('logoutNotices').set(failed).where('id', '=', id).execute();
}

export async function deleteNoticesBefore(db: Db, createdBefore: Instant): Promise<void> {
  await db
    .deleteFrom('logoutNotices')
    .where('createdAt', '<', createdBefore)
    .where((row) => row.or([row('toldAt', 'is not', null), row('abandonedAt', 'is not', null)]))
    .execute();
}
