import type { Instant } from '../../kernel/index.ts';

/** A phone number that waits for the token that was sent to it. One for an account. */
export interface PhoneChangesTable {
  accountId: string;
  /** E.164. */
  phone: string;
  /** Digest of the session and browser in which it was asked for: only there the token counts. */
  place: string;
  tokenSentAt: Instant;
  expiresAt: Instant;
}

declare module '../../platform/database/tables.ts' {
  interface Tables {
    phoneChanges: PhoneChangesTable;
  }
}
