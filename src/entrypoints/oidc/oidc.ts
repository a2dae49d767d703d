import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Session } from '../../features/sessions/index.ts';
import type { Result } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type {
  CurrentSession,
  NewSessionId,
  Outcome,
  ServiceSessionsEnding,
  SignedOut,
  SigningOut,
} from './ports.ts';
import type { CheckedSignOut, SignOutParams } from './sign-out/check-request.ts';

/** OpenID Connect, running. */
export interface Oidc {
  /** A Node handler for the paths that it `handles`. */
  callback(request: IncomingMessage, response: ServerResponse): void;
  /** `/oidc/…` and the discovery documents. (`/sign-out` is a page, and announced in discovery.) */
  handles(pathname: string): boolean;
  /** Whether somebody comes from a service with a session, or the service itself; all others begin or are within a sign-in. */
  isSignOn(request: IncomingMessage, pathname: string): boolean;

  /**
   * Hands the outcome of an attempt that is done to the provider. Call it once, on a request of the
   * attempt's own page (`/sign-in/<cid>…`), where the browser sends the interaction's cookie.
   * @returns the address to redirect the browser to; `expired` where the authorization request, its
   *   cookie or the session that the attempt relied on is gone
   */
  finishAttempt(request: IncomingMessage, cid: string, outcome: Outcome): Promise<Result<string, 'expired'>>;
  /** The address that `finishAttempt` gave this browser, until it has been there. */
  wayOnFrom(request: IncomingMessage, cid: string): Promise<string | undefined>;
  /** The interaction (`Arrival.uid`) whose cookie this browser sent along, if any. */
  interactionOf(request: IncomingMessage): string | undefined;
  /** `Set-Cookie` headers that expire our cookies of an attempt, by name and path. */
  expiredCookies(cid: string): string[];

  /** The live session of this browser. Looking counts as use. */
  currentSession(request: IncomingMessage): Promise<CurrentSession | undefined>;
  /** A new id for this browser's session, for whoever proves more in it than before. */
  newSessionId(request: IncomingMessage, session: Pick<CurrentSession, 'expiresAt'>): NewSessionId;
  /** Where an account is signed in, newest first. */
  listSessions(accountId: string): Promise<Session[]>;
  /**
   * Sessions of a service end: its tokens die, and it is told. In the caller's transaction.
   * @returns ids of the accounts whose sessions they were
   */
  endServiceSessions(trx: Db, ending: ServiceSessionsEnding): Promise<{ accountIds: string[] }>;

  /** What of a service's request to sign out may be believed. */
  checkSignOut(params: SignOutParams): Promise<Result<CheckedSignOut, 'refused'>>;
  /** Ends this browser's session everywhere and tells the services at once. */
  signOut(request: IncomingMessage, by: SigningOut): Promise<SignedOut>;
  /** For the worker: tells the services what has ended. @returns how many were told */
  deliverLogouts(): Promise<number>;
  /** For the worker: ends sessions that have run out, and removes what has expired. */
  sweep(): Promise<void>;

  /** A new key for each algorithm, published at once, signing an hour later. */
  rotateKeys(): Promise<void>;
  /** New keys that sign at once; all older ones are published no more. For a key that may have been stolen. */
  replaceKeys(): Promise<void>;
  /** Reads the keys again, and puts a rotation of another node into effect. Runs by itself each minute. */
  refreshKeys(): Promise<void>;
  /** Writes what was gathered, and ends the timers. */
  stop(): Promise<void>;
}
