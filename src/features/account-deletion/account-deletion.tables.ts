import type { Instant } from '../../kernel/index.ts';

/** Accounts whose owner has asked for them to be deleted. The row goes when the account is kept, or with it. */
export interface AccountDeletionsTable {
  accountId: string;
  askedAt: Instant;
  /** From then on it is deleted. */
  dueAt: Instant;
}

declare module '../../platform/database/tables.ts' {
  interface Tables {
    accountDeletions: AccountDeletionsTable;
  }
}
