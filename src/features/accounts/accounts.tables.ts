import type { Instant } from '../../kernel/index.ts';

export interface AccountsTable {
  id: string;
  /** Normalised by `normaliseEmail`: what mail is sent to, and what addresses are compared by. */
  email: string;
  firstName: string;
  lastName: string;
  /** E.164. It counts for nothing before it has been verified. */
  phone: string | null;
  phoneVerifiedAt: Instant | null;
  /** When the person opted into a second factor, which is then enrolled at sign-in. */
  secondFactorChosenAt: Instant | null;
  /** When Customer Care took the second factor away: the next sign-in enrols another one, and cannot go on without. */
  secondFactorDueAt: Instant | null;
  createdAt: Instant;
  disabledAt: Instant | null;
  deletedAt: Instant | null;
}

declare module '../../platform/database/tables.ts' {
  interface Tables {
    accounts: AccountsTable;
  }
}
