import type { Instant } from '../../kernel/index.ts';

/** An unfinished wizard. Nothing reads it but the wizard of the same browser: it can sign in nowhere. */
export interface RegistrationsTable {
  id: string;
  /** Digest of the browser's id. */
  browser: string;
  /** Normalised; not yet proved to be the person's. */
  email: string;
  /** Where to go back to; only a pointer, nothing depends on it. */
  attemptId: string | null;
  firstName: string | null;
  lastName: string | null;
  /** E.164, unverified. */
  phone: string | null;
  /** Sealed in the context `registration-pin:<id>`. */
  sealedPin: string | null;
  contactAt: Instant | null;
  passwordHash: string | null;
  passwordSetAt: Instant | null;
  passwordExpiration: string | null;
  passwordExpiresAt: Instant | null;
  /** `otp-app` or `not-now`. */
  secondFactor: string | null;
  /** JSON of `HashedQuestion[]`. */
  questions: string | null;
  /** When the newest token was sent. */
  tokenSentAt: Instant | null;
  createdAt: Instant;
  /** The newest of a browser's registrations is the one that its pages show. */
  resumedAt: Instant;
  expiresAt: Instant;
  /** When it became an account; its secrets are gone from here then. */
  completedAt: Instant | null;
}

declare module '../../platform/database/tables.ts' {
  interface Tables {
    registrations: RegistrationsTable;
  }
}
