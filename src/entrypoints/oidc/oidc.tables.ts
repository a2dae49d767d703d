import type { Instant } from '../../kernel/index.ts';

/** What the provider has handed out and must know again: codes, tokens, interactions. */
export interface OidcArtifactsTable {
  kind: string;
  /** Digest of the code, token or interaction id: whoever reads the table holds none of them. */
  idDigest: string;
  clientId: string | null;
  grantId: string | null;
  /** Sealed JSON; empty once an interaction is over. */
  payload: string;
  consumedAt: Instant | null;
  expiresAt: Instant;
}

/** A signing key, shared by all nodes. Which of them signs follows from the clock. */
export interface SigningKeysTable {
  kid: string;
  alg: string;
  /** 1, 2, 3 … for each algorithm: of two nodes that make the next one at once, one does. */
  generation: number;
  /** Sealed private JWK. */
  sealedKey: string;
  createdAt: Instant;
  /** It is published from the start, and signs from then on. */
  signsFrom: Instant;
}

declare module '../../platform/database/tables.ts' {
  interface Tables {
    oidcArtifacts: OidcArtifactsTable;
    signingKeys: SigningKeysTable;
  }
}
