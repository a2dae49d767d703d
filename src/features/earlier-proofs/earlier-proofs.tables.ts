import type { Instant } from '../../kernel/index.ts';

/** What an account stood on at an instant, just before it was changed. */
export interface EarlierProofsTable {
  accountId: string;
  keptAt: Instant;
  /** JSON of `Proofs`: rows as they stood, hashed and sealed as those are. */
  proofs: string;
}

declare module '../../platform/database/tables.ts' {
  interface Tables {
    earlierProofs: EarlierProofsTable;
  }
}
