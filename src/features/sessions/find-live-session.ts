import type { Clock, Instant } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { type Sightings, sightingsInterval } from './gather-sightings.ts';
import type { Session, SessionLimits } from './session.ts';
import { findSession } from './sessions.queries.ts';

export interface LiveSessionDeps {
  db: Db;
  clock: Clock;
  sightings: Sightings;
  limits: SessionLimits;
}

/** The session, unless it has ended, has lasted too long or was not used for too long. */
export async function findLiveSession(
  deps: LiveSessionDeps,
  key: { uid: string } | { idDigest: string },
): Promise<Session | undefined> {
  const session = await findSession(deps.db, key);
  return session && isLive(deps, session) ? session : undefined;
}

export function isLive(
  { clock, sightings, limits }: Omit<LiveSessionDeps, 'db'>,
  { uid, expiresAt, lastSeenAt }: Session,
): boolean {
  const now = clock.now();
  return expiresAt > now && sightings.latest(uid, lastSeenAt) > idleSince(limits, now);
}

/**
 * Whoever was last seen then, or before, has been idle for too long. Another node may have seen them a moment ago and not
 * written so yet, so a session ends by idleness no earlier than its limit says, and up to three intervals of sightings later:
 * three minutes of an hour.
 */
export const idleSince = (limits: SessionLimits, now: Instant): Instant =>
  now - limits.idle - 2 * sightingsInterval(limits);
