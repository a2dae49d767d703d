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
  /** When the service said that this service account may only be used with a second factor. */
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

/**
 * A service account that was proven and could not be linked, because it is linked to somebody else: the newest one of an
 * account for a service. For Customer Care, who may move the link on the strength of it for a short time.
 */
export interface ContestedLinksTable
  extends Pick<
    LinksTable,
    'accountId' | 'serviceId' | 'serviceAccountId' | 'username' | 'displayName' | 'secondFactorRequiredAt'
  > {
  provenAt: Instant;
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
    contestedLinks: ContestedLinksTable;
    serviceSignals: ServiceSignalsTable;
  }
}
