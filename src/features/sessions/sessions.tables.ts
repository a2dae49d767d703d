import type { Instant } from '../../kernel/index.ts';

/** One browser signed in. The row is the session: where it is gone, nothing that hangs on it opens anything. */
export interface SessionsTable {
  /** Names the session inside the product; opens nothing. */
  uid: string;
  /** Digest of the id in the browser's cookie. */
  idDigest: string;
  accountId: string;
  authenticatedAt: Instant;
  /** Space-separated RFC 8176 values. */
  amr: string;
  acr: string;
  /** When a code was last given in it for a change; at sign-in itself, `authenticatedAt` and `acr` say so. */
  secondFactorAt: Instant | null;
  /** The browser's `User-Agent`, shortened; null where it sends none. */
  browser: string | null;
  /** The client's address at sign-in. */
  address: string | null;
  createdAt: Instant;
  /** Gathered, and up to a minute behind. */
  lastSeenAt: Instant;
  expiresAt: Instant;
}

/** A service that has been opened in a session; the row is the grant that all its tokens hang on. */
export interface SessionServicesTable {
  sessionUid: string;
  clientId: string;
  /** Changes when what was issued is revoked. */
  grantId: string;
  /** The name that the service knows the session by (`sid`): it stays the same to the session's end. */
  sid: string;
  /** The service account that it was last opened with, linked or once; null where the service has none. */
  serviceAccountId: string | null;
  openedAt: Instant;
}

/** A service is to be told that one of its sessions has ended. The row goes when it has been. */
export interface LogoutNoticesTable {
  id: string;
  clientId: string;
  accountId: string;
  sid: string;
  createdAt: Instant;
  /** When it is tried next; null once it is given up. */
  dueAt: Instant | null;
  tries: number;
  lastFault: string | null;
  abandonedAt: Instant | null;
}

declare module '../../platform/database/tables.ts' {
  interface Tables {
    sessions: SessionsTable;
    sessionServices: SessionServicesTable;
    logoutNotices: LogoutNoticesTable;
  }
}
