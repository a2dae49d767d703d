import type { Instant } from '../../kernel/index.ts';

export interface PasswordsTable {
  accountId: string;
  /** argon2id, as a PHC string. */
  hash: string;
  setAt: Instant;
  /** What the person chose: see `expirationInstant`. */
  expiration: string;
  expiresAt: Instant | null;
  /** Since when it opens nothing, because somebody else knew it; a new one ends that. */
  suspendedAt: Instant | null;
}

declare module '../../platform/database/tables.ts' {
  interface Tables {
    passwords: PasswordsTable;
  }
}
