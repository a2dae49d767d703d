import type { Instant } from '../../kernel/index.ts';

/** At most one token for a purpose and a subject: a newer one takes the place of the older. */
export interface TokensTable {
  purpose: string;
  /** Whom or what it is for: a registration's or an account's id. */
  subject: string;
  /** Digest of the browser that it was issued to; only there it counts. */
  browser: string;
  /** Keyed digest: the token itself is nowhere but in the message. */
  tokenDigest: string;
  createdAt: Instant;
  expiresAt: Instant;
  spentAt: Instant | null;
  /** Tries, counted before the comparison; after five of them the token is void. */
  tries: number;
}

declare module '../../platform/database/tables.ts' {
  interface Tables {
    tokens: TokensTable;
  }
}
