import type { Instant } from '../../kernel/index.ts';

export interface RecoveryCodesTable {
  accountId: string;
  /** Keyed digest: the code itself is on the person's paper and nowhere else. */
  codeDigest: string;
  issuedAt: Instant;
  spentAt: Instant | null;
}

declare module '../../platform/database/tables.ts' {
  interface Tables {
    recoveryCodes: RecoveryCodesTable;
  }
}
