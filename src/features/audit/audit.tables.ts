import type { Instant } from '../../kernel/index.ts';

/** Rows are only ever added. The sealer adds their place in the chain, once. */
export interface AuditEventsTable {
  id: string;
  at: Instant;
  what: string;
  /** Who did it and whom it concerns, as `account:<id>`, `service:<id>`, `agent:<id>` or `system`. */
  who: string;
  whom: string | null;
  serviceId: string | null;
  /** The client's address; gone once the account is deleted. */
  from: string | null;
  /** Browser and system in words. Whose they are they do not tell, so they stay. */
  browser: string | null;
  outcome: string;
  reference: string | null;
  /** Why, in the words of the agent who did it; gone once the account is deleted. */
  reason: string | null;
  /** Whom the operating system knows the agent or operator at a command line by; nobody types it. */
  operatingUser: string | null;
  /** 1, 2, 3 … in the chain; null until it is sealed. */
  sequence: number | null;
  /** Keyed hash of the event, its place, and the hash before it. */
  hash: string | null;
  /** Keyed digest of `from`, which the chain holds in its place. */
  fromDigest: string | null;
  /** Keyed digest of `reason`, likewise. */
  reasonDigest: string | null;
}

/** One row: where the chain ends, and the key that it is made with. */
export interface AuditChainTable {
  id: 'chain';
  /** Of the last sealed event; 0 before the first. */
  sequence: number;
  hash: string;
  sealedAt: Instant | null;
  /** Keyed digest of the three before. */
  mac: string | null;
  /** Sealed in the context `audit-chain`. */
  sealedKey: string;
  /** While one node seals, no other tries. */
  leasedUntil: Instant | null;
}

declare module '../../platform/database/tables.ts' {
  interface Tables {
    auditEvents: AuditEventsTable;
    auditChain: AuditChainTable;
  }
}
