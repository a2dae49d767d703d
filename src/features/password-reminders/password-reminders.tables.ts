import type { Instant } from '../../kernel/index.ts';

/** A reminder that was sent: once for a password, its end and the days before it. */
export interface PasswordRemindersTable {
  accountId: string;
  endsAt: Instant;
  days: number;
}

declare module '../../platform/database/tables.ts' {
  interface Tables {
    passwordReminders: PasswordRemindersTable;
  }
}
