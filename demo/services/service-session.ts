import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { hours, newSecret } from '../../src/kernel/index.ts';
import type { ServiceDeps } from './service-deps.ts';
import { endSession, findSession, insertSession, type Session } from './sessions.queries.ts';
import { findUser, type User } from './users.queries.ts';

type Deps = Pick<ServiceDeps, 'service' | 'database' | 'clock'>;

export interface SignedIn {
  session: Session;
  user: User;
}

/** Ports on localhost share cookies: a name of its own keeps each service's session apart. */
const cookieName = ({ service }: Pick<Deps, 'service'>) => `${service.id}-session`;
const lifetime = hours(8);

/** Who is signed in here in this browser. */
export function currentSession(deps: Deps, c: Context): SignedIn | undefined {
  const secret = getCookie(c, cookieName(deps));
  const session = secret ? findSession(deps.database, digestOf(secret), deps.clock.now()) : undefined;
  const user = session && findUser(deps.database, session.userId);
  return session && user?.condition === 'active' ? { session, user } : undefined;
}

/** Signs the browser in under a new secret; the session that it had here before ends. */
export function startSession(
  deps: Deps,
  c: Context,
  proven: Omit<Session, 'digest' | 'startedAt' | 'expiresAt'>,
): void {
  endCurrentSession(deps, c);
  const secret = newSecret();
  const startedAt = deps.clock.now();
  insertSession(deps.database, {
    ...proven,
    digest: digestOf(secret),
    startedAt,
    expiresAt: startedAt + lifetime,
  });
  setCookie(c, cookieName(deps), secret, {
    httpOnly: true,
    sameSite: 'Lax',
    path: '/',
    maxAge: lifetime / 1000,
  });
}

export function endCurrentSession(deps: Deps, c: Context): void {
  const secret = getCookie(c, cookieName(deps));
  if (secret) endSession(deps.database, digestOf(secret));
  deleteCookie(c, cookieName(deps), { path: '/' });
}

const digestOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');
