import type { Instant } from '../../kernel/index.ts';

/** An address that an account is to get, once the token that was sent there is entered. One for an account. */
export interface EmailChangesTable {
  accountId: string;
  /** Normalised. */
  email: string;
  /** Digest of the session and browser in which it was asked for: only there the token counts. */
  place: string;
  tokenSentAt: Instant;
  expiresAt: Instant;
}

/** The link by which whoever reads mail at an address that was left takes the account back there. */
export interface EmailUndosTable {
  /** Keyed digest of the link's secret. */
  secretDigest: string;
  accountId: string;
  /** The address that the link goes back to. */
  email: string;
  /** The address that the account must have for the link to count: the one that it was changed to last. */
  fromEmail: string;
  /** When the account left `email`. Of two addresses the one that was left first is trusted more. */
  leftAt: Instant;
  expiresAt: Instant;
}

/** That an account went back to an address that it had left: Customer Care can give it the other one again. The latest only. */
export interface UndoneEmailsTable {
  accountId: string;
  /** The address that the account had, and that was proven then. */
  email: string;
  undoneAt: Instant;
  expiresAt: Instant;
}

declare module '../../platform/database/tables.ts' {
  interface Tables {
    emailChanges: EmailChangesTable;
    emailUndos: EmailUndosTable;
    undoneEmails: UndoneEmailsTable;
  }
}
