import { type Instant, newId } from '../../kernel/index.ts';
import { type Db, inChunks } from '../../platform/database/index.ts';
import type { LogoutNotice } from './session.ts';
import type { SessionsTable } from './sessions.tables.ts';

/** Which sessions end: one (of that account only, where it is named), all of an account, or at most `limit` of those that have run out. */
export type WhichSessions =
  | { uid: string; accountId?: string | undefined }
  | { accountId: string; except?: string | undefined }
  | { expiredAt: Instant; unseenSince: Instant; limit: number };

export type EndedSession = Pick<SessionsTable, 'uid' | 'accountId' | 'browser'>;

/** @returns those that this call ended; of two at once, each session is in one answer */
export async function deleteSessions(db: Db, which: WhichSessions): Promise<EndedSession[]> {
  const all = db.deleteFrom('sessions').returning(['uid', 'accountId', 'browser']);
  if ('uid' in which) {
    const one = all.where('uid', '=', which.uid);
    return (which.accountId === undefined ? one : one.where('accountId', '=', which.accountId)).execute();
  }
  if ('expiredAt' in which) return all.where('uid', 'in', runOut(db, which)).execute();
  const ofAccount = all.where('accountId', '=', which.accountId);
  return (which.except === undefined ? ofAccount : ofAccount.where('uid', '!=', which.except)).execute();
}

const runOut = (
  db: Db,
  { expiredAt, unseenSince, limit }: { expiredAt: Instant; unseenSince: Instant; limit: number },
) =>
  db
    .selectFrom('sessions')
    .select('uid')
    .where((row) => row.or([row('expiresAt', '<=', expiredAt), row('lastSeenAt', '<=', unseenSince)]))
    .limit(limit);

export async function deleteServices(
  db: Db,
  { sessionUids, clientId }: { sessionUids: readonly string[]; clientId?: string },
): Promise<{ sessionUid: string; clientId: string; sid: string }[]> {
  const deleted: { sessionUid: string; clientId: string; sid: string }[] = [];
  for (const uids of inChunks(sessionUids)) {
    const inThem = db.deleteFrom('sessionServices').where('sessionUid', 'in', uids);
    const rows = await (clientId === undefined ? inThem : inThem.where('clientId', '=', clientId))
      .returning(['sessionUid', 'clientId', 'sid'])
      .execute();
    deleted.push(...rows);
  }
  return deleted;
}

/**
 * Of first visits that were under way when their session ended: nothing of theirs opens anything.
 * @returns how many, up to `limit`
 */
export async function deleteOrphanedServices(db: Db, openedBefore: Instant, limit: number): Promise<number> {
  const orphaned = db
    .selectFrom('sessionServices')
    .select('grantId')
    .where('openedAt', '<', openedBefore)
    .where('sessionUid', 'not in', db.selectFrom('sessions').select('uid'))
    .limit(limit);
  const { numDeletedRows } = await db
    .deleteFrom('sessionServices')
    .where('grantId', 'in', orphaned)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

/** @param dueAt when a worker may tell the services; whoever holds the notices may at once */
export async function insertNotices(
  db: Db,
  ended: readonly { clientId: string; accountId: string; sid: string }[],
  { now, dueAt = now }: { now: Instant; dueAt?: Instant | undefined },
): Promise<LogoutNotice[]> {
  const notices = ended.map((service) => ({ id: newId(), ...service, createdAt: now, tries: 0 }));
  for (const some of inChunks(notices)) {
    await db
      .insertInto('logoutNotices')
      .values(some.map((notice) => ({ ...notice, dueAt })))
      .execute();
  }
  return notices;
}
