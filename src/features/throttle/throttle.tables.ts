import type { Instant } from '../../kernel/index.ts';

export interface ThrottleCountersTable {
  /** Name of the budget (budgets.ts). */
  budget: string;
  /** Keyed digest of whom it counts: neither usernames nor addresses are readable here. */
  subject: string;
  tries: number;
  startedAt: Instant;
  /** Until then no further try is let through; the wait after wrong passwords. */
  opensAt: Instant;
  /** From then on the counter counts for nothing, and is swept. */
  endsAt: Instant;
}

declare module '../../platform/database/tables.ts' {
  interface Tables {
    throttleCounters: ThrottleCountersTable;
  }
}
