import type { Instant } from '../../kernel/index.ts';

export interface LinksTable {
  id: string;
  accountId: string;
  serviceId: string;
  /** The service's canonical id of the service account: it alone says which one it is. */
  serviceAccountId: string;
  /** The service's username and display name at the time of linking: only shown, never compared. */
  username: string;
  displayName: string | null;
  /**
   * When the service said that this service account may only be used with a second factor. Kept, but not
   * enforced: accounts have no second factor yet.
   */
  secondFactorRequiredAt: Instant | null;
  /** What may be owned once for a service (see owner-key.ts). */
  ownerKey: string;
  createdAt: Instant;
  lastUsedAt: Instant | null;
}

/** Links that their service has ended and that were not made anew: what the owner is told at the next visit. */
export interface EndedLinksTable {
  accountId: string;
  serviceId: string;
  endedAt: Instant;
}

/** Signed calls of services that were obeyed, so that a repeated one ends nothing twice. */
export interface ServiceSignalsTable {
  serviceId: string;
  signalId: string;
  /** Accounts whose link it ended: a JSON list of ids. */
  accountIds: string;
  receivedAt: Instant;
}

declare module '../../platform/database/tables.ts' {
  interface Tables {
    links: LinksTable;
    endedLinks: EndedLinksTable;
    serviceSignals: ServiceSignalsTable;
  }
}
