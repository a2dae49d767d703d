import type { Selectable } from 'kysely';
import type { Instant } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Position } from './audit.queries.ts';
import type { AuditEventsTable } from './audit.tables.ts';
import type { Party } from './audit-event.ts';

export type ListedEvent = Selectable<AuditEventsTable>;

export interface Wanted {
  what?: string | undefined;
  since?: Instant | undefined;
  limit: number;
}

/** What somebody did, or what was done to them, newest first: a short reading of an index. */
export function listEventsWith(
  db: Db,
  column: 'who' | 'whom',
  { party, what, since, limit }: Wanted & { party: Party },
): Promise<ListedEvent[]> {
  return db
    .selectFrom('auditEvents')
    .selectAll()
    .where(column, '=', party)
    .$if(what !== undefined, (query) => query.where('what', '=', what ?? ''))
    .$if(since !== undefined, (query) => query.where('at', '>=', since ?? 0))
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}

/** Of what is not sealed yet, newest first. */
export const listNewest = (db: Db, before: Position | undefined, limit: number): Promise<ListedEvent[]> =>
  db
    .selectFrom('auditEvents')
    .selectAll()
    .where('sequence', 'is', null)
    .$if(before !== undefined, (query) =>
      query
        .where('at', '<=', before?.at ?? 0)
        .where((row) => row.or([row('at', '<', before?.at ?? 0), row('id', '<', before?.id ?? '')])),
    )
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();

/** The last that were sealed before a place in the chain, the last one first. */
export const listSealedBefore = (db: Db, before: number | undefined, limit: number): Promise<ListedEvent[]> =>
  db
    .selectFrom('auditEvents')
    .selectAll()
    .where('sequence', 'is not', null)
    .$if(before !== undefined, (query) => query.where('sequence', '<', before ?? 0))
    .orderBy('sequence', 'desc')
    .limit(limit)
    .execute();
