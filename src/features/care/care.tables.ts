import type { Instant } from '../../kernel/index.ts';

/** That a caller's PIN was right: for a while this agent may act for this one customer. */
export interface CarePermitsTable {
  /** `account:<id>` or `registration:<id>`. */
  customer: string;
  agent: string;
  /** Of the PIN that was right: the permit falls with it. */
  pinMark: string;
  givenAt: Instant;
  expiresAt: Instant;
}

declare module '../../platform/database/tables.ts' {
  interface Tables {
    carePermits: CarePermitsTable;
  }
}
