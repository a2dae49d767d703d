import { isLive, type LiveSessionDeps } from './find-live-session.ts';
import type { Session } from './session.ts';
import { listSessionsOf } from './sessions.queries.ts';

/** Where an account is signed in, newest first. */
export async function listLiveSessions(deps: LiveSessionDeps, accountId: string): Promise<Session[]> {
  const sessions = await listSessionsOf(deps.db, accountId);
  return sessions.filter((session) => isLive(deps, session));
}
