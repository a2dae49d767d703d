import type { Instant } from '../../kernel/index.ts';

/** The link in a notice by which its owner says "this wasn't me". */
export interface NoticesTable {
  /** Keyed digest of the link's secret. */
  secretDigest: string;
  accountId: string;
  change: string;
  createdAt: Instant;
  expiresAt: Instant;
  usedAt: Instant | null;
}

declare module '../../platform/database/tables.ts' {
  interface Tables {
    notices: NoticesTable;
  }
}
