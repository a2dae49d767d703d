import { type Instant, newId } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { LogoutNotice } from './session.ts';

/** Which sessions end: one, all of an account, or some of those that have run out. */
export type WhichSessions =
  | { uid: string }
  | { accountId: string; except?: string | undefined }
  | { expiredAt: Instant; unseenSince: Instant };

/** @returns those that this call ended; of two at once, each session is in one answer */
export async function deleteSessions(
  db: Db,
  which: WhichSessions,
): Promise<{ uid: string; accountId: string }[]> {
  const all = db.deleteFrom('sessions').returning(['uid', 'accountId']);
  if ('uid' in which) return all.where('uid', '=', which.uid).execute();
  if ('expiredAt' in which) return all.where('uid', 'in', runOut(db, which)).execute();
  const ofAccount = all.where('accountId', '=', which.accountId);
  return (which.except === undefined ? ofAccount : ofAccount.where('uid', '!=', which.except)).execute();
}

const runOut = (db: Db, { expiredAt, unseenSince }: { expiredAt: Instant; unseenSince: Instant }) =>
  db
    .selectFrom('sessions')
    .select('uid')
    .where((row) => row.or([row('expiresAt', '<=', expiredAt), row('lastSeenAt', '<=', unseenSince)]))
    .limit(1000);

export async function deleteServices(
  db: Db,
  { sessionUids, clientId }: { sessionUids: readonly string[]; clientId?: string },
): Promise<{ sessionUid: string; clientId: string; sid: string }[]> {
  if (sessionUids.length === 0) return [];
  const inThem = db.deleteFrom('sessionServices').where('sessionUid', 'in', sessionUids);
  return (clientId === undefined ? inThem : inThem.where('clientId', '=', clientId))
    .returning(['sessionUid', 'clientId', 'sid'])
    .execute();
}

/** Of first visits that were under way when their session ended: nothing of theirs opens anything. */
export async function deleteOrphanedServices(db: Db, openedBefore: Instant): Promise<void> {
  await db
    .deleteFrom('sessionServices')
    .where('openedAt', '<', openedBefore)
    .where('sessionUid', 'not in', db.selectFrom('sessions').select('uid'))
    .execute();
}

export async function insertNotices(
  db: Db,
  ended: readonly { clientId: string; accountId: string; sid: string }[],
  now: Instant,
): Promise<LogoutNotice[]> {
  const notices = ended.map((service) => ({ id: newId(), ...service, createdAt: now, tries: 0 }));
  if (notices.length > 0) {
    await db
      .insertInto('logoutNotices')
      .values(notices.map((notice) => ({ ...notice, dueAt: now })))
      .execute();
  }
  return notices;
}
