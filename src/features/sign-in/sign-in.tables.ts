import type { Instant } from '../../kernel/index.ts';

/** One run through sign-in. Keyed by the provider's `cid`, which stays the same over all its prompts. */
export interface AttemptsTable {
  id: string;
  serviceId: string;
  /** JSON of `AttemptRequest`: what the service asked for. */
  request: string;
  /** Digest of the provider's interaction id: the browser must hold the cookie of the same one. */
  interaction: string;
  /** Digest of the attempt's own cookie; it changes with each arrival, at password and at second factor. */
  secret: string;
  sessionAccountId: string | null;
  sessionAuthenticatedAt: Instant | null;
  /** Space-separated `amr` values of the session. */
  sessionMethods: string | null;
  email: string | null;
  accountId: string | null;
  passwordAt: Instant | null;
  /** Digest of the cookie that the password was given under: it may have been sent twice. */
  passwordUnder: string | null;
  secondFactorAt: Instant | null;
  emailProvenAt: Instant | null;
  passkeyAt: Instant | null;
  /** JSON of `ProvenServiceAccount`. */
  serviceAccount: string | null;
  createdAt: Instant;
  expiresAt: Instant;
  doneAt: Instant | null;
}

/** A browser that an account has signed in with before; it has a budget of its own for wrong passwords. */
export interface DevicesTable {
  accountId: string;
  /** Digest of the browser's id. */
  browser: string;
  firstUsedAt: Instant;
  lastUsedAt: Instant;
  /** When a sign-in was first complete in it, second factor and all; null where only the password was given. */
  signedInAt: Instant | null;
}

declare module '../../platform/database/tables.ts' {
  interface Tables {
    attempts: AttemptsTable;
    devices: DevicesTable;
  }
}
