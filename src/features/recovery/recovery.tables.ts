import type { Instant } from '../../kernel/index.ts';

/** One run through "Forgot your password". Addresses without an account have them too, and they look the same. */
export interface RecoveriesTable {
  id: string;
  /** Digest of the id of the browser that began it. */
  browser: string;
  /** Digest of the recovery's own cookie; it changes with each proof. */
  secret: string;
  /** Normalised, as typed; whose it is, if anybody's, is looked up when it is needed. */
  email: string;
  /** The sign-in attempt to go back to afterwards. */
  attemptId: string | null;
  /** By which way the newest token was asked for: `email` or `sms`. */
  channel: string | null;
  tokenSentAt: Instant | null;
  tokenProvenAt: Instant | null;
  /** The account whose questions were answered: what follows counts for no other. */
  accountId: string | null;
  answersProvenAt: Instant | null;
  secondFactorAt: Instant | null;
  createdAt: Instant;
  expiresAt: Instant;
  doneAt: Instant | null;
}

declare module '../../platform/database/tables.ts' {
  interface Tables {
    recoveries: RecoveriesTable;
  }
}
