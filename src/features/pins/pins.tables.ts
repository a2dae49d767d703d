import type { Instant } from '../../kernel/index.ts';

export interface PinsTable {
  accountId: string;
  /** Sealed in the context `pin:<account id>`: the owner may read it again, Customer Care only learns yes or no. */
  sealedPin: string;
  setAt: Instant;
}

declare module '../../platform/database/tables.ts' {
  interface Tables {
    pins: PinsTable;
  }
}
