import type { Instant } from '../../kernel/index.ts';

/** Rows are only ever added. */
export interface AuditEventsTable {
  id: string;
  at: Instant;
  what: string;
  /** Who did it and whom it concerns, as `account:<id>`, `service:<id>`, `agent:<id>` or `system`. */
  who: string;
  whom: string | null;
  serviceId: string | null;
  /** The client's address. */
  from: string | null;
  outcome: string;
  reference: string | null;
}

declare module '../../platform/database/tables.ts' {
  interface Tables {
    auditEvents: AuditEventsTable;
  }
}
