import type { Instant } from '../../kernel/index.ts';

/** The page that a browser was last shown because its form was refused: one for each address in a browser, for minutes. */
export interface KeptPagesTable {
  /** Keyed digest of the browser's id and the address. */
  browserDigest: string;
  /** JSON of `KeptPage`, compressed and sealed: it holds what was typed. Opens for its own id, path and owner alone. */
  sealed: string;
  expiresAt: Instant;
}

declare module '../../platform/database/tables.ts' {
  interface Tables {
    keptPages: KeptPagesTable;
  }
}
