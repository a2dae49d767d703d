import type { Instant } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { LogoutNotice } from './session.ts';

const columns = ['id', 'clientId', 'accountId', 'sid', 'createdAt', 'tries'] as const;

export async function listDueNotices(db: Db, now: Instant, limit: number): Promise<LogoutNotice[]> {
  return db
    .selectFrom('logoutNotices')
    .select(columns)
    .where('dueAt', '<=', now)
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
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

export async function noteTold(db: Db, id: string): Promise<void> {
  await db.deleteFrom('logoutNotices').where('id', '=', id).execute();
}

export async function noteFailed(
  db: Db,
  id: string,
  failed: { lastFault: string; dueAt: Instant | null; abandonedAt: Instant | null },
): Promise<void> {
  await db.updateTable('logoutNotices').set(failed).where('id', '=', id).execute();
}

export async function deleteAbandonedNotices(
  db: Db,
  abandonedBefore: Instant,
  limit: number,
): Promise<number> {
  const old = db
    .selectFrom('logoutNotices')
    .select('id')
    .where('abandonedAt', '<', abandonedBefore)
    .limit(limit);
  const { numDeletedRows } = await db
    .deleteFrom('logoutNotices')
    .where('id', 'in', old)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}
