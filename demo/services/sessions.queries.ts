import type { DatabaseSync } from 'node:sqlite';

/** A browser that is signed in at this service. */
export interface Session {
  /** Of the cookie's secret, which is stored nowhere. */
  digest: string;
  userId: string;
  /** How the service account was proved: by its link, or by its own password just this once. */
  access: 'linked' | 'once';
  /** The account at Master Account, and its session there: what a logout token names. */
  subject: string;
  sid: string | null;
  idToken: string;
  /** The ID token's claims, as JSON. */
  claims: string;
  startedAt: number;
  expiresAt: number;
}

export function insertSession(database: DatabaseSync, session: Session): void {
  const { digest, userId, access, subject, sid, idToken, claims, startedAt, expiresAt } = session;
  database.prepare('DELETE FROM sessions WHERE expiresAt <= ?').run(startedAt);
  database
    .prepare('INSERT INTO sessions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
    .run(digest, userId, access, subject, sid, idToken, claims, startedAt, expiresAt);
}

export const findSession = (database: DatabaseSync, digest: string, now: number): Session | undefined =>
  database.prepare('SELECT * FROM sessions WHERE digest = ? AND expiresAt > ?').get(digest, now) as
    | Session
    | undefined;

export function endSession(database: DatabaseSync, digest: string): void {
  database.prepare('DELETE FROM sessions WHERE digest = ?').run(digest);
}

/** Ends one session of Master Account here, or all of an account's where no `sid` is named. Tells how many. */
export function endSessionsOf(
  database: DatabaseSync,
  { subject, sid }: { subject?: string | undefined; sid?: string | undefined },
): number {
  const { changes } =
    sid !== undefined
      ? database.prepare('DELETE FROM sessions WHERE sid = ?').run(sid)
      : database.prepare('DELETE FROM sessions WHERE subject = ?').run(subject ?? '');
  return Number(changes);
}
