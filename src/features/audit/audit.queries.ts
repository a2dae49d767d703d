import type { Instant } from '../../kernel/index.ts';
import { type Db, keepQuery } from '../../platform/database/index.ts';
import type { AuditEventsTable } from './audit.tables.ts';
import type { AuditEvent, Party, RecordedEvent } from './audit-event.ts';

export async function insertEvent(db: Db, event: RecordedEvent): Promise<void> {
  const { id, at, what, who, outcome } = event;
  const { whom = null, serviceId = null, from = null, browser = null } = event;
  const { reference = null, reason = null, operatingUser = null } = event;
  const circumstances = { serviceId, from, browser, reference, reason, operatingUser };
  await insertRow(db, { id, at, what, who, whom, outcome, ...circumstances });
}

type NewRow = Omit<AuditEventsTable, 'sequence' | 'hash' | 'fromDigest' | 'reasonDigest'>;

const insertRow = keepQuery((db, row: NewRow) => {
  const { id, at, what, who, whom, outcome, serviceId, from, browser, reference, reason, operatingUser } =
    row;
  return db.insertInto('auditEvents').values({
    ...{ id, at, what, who, whom, serviceId, from, browser, outcome, reference, reason, operatingUser },
    ...{ sequence: null, hash: null, fromDigest: null, reasonDigest: null },
  });
});

/** What an account reads of its own events. */
export type AccountEvent = Pick<
  AuditEventsTable,
  'id' | 'at' | 'what' | 'who' | 'serviceId' | 'from' | 'browser' | 'outcome' | 'reference'
>;

/** One event is older than another by its instant, and where that is the same by its id. */
export type Position = Pick<AuditEventsTable, 'at' | 'id'>;

/** Newest first. Each column has its index, so it is two short readings of an index, however long the audit is. */
export function listEventsOf(
  db: Db,
  { party, before, limit }: { party: Party; before: Position | undefined; limit: number },
): Promise<AccountEvent[]> {
  const read = (column: 'who' | 'whom') => {
    const all = db
      .selectFrom('auditEvents')
      .select(['id', 'at', 'what', 'who', 'serviceId', 'from', 'browser', 'outcome', 'reference'])
      .where(column, '=', party)
      .orderBy('at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit);
    if (!before) return all;
    return all
      .where('at', '<=', before.at)
      .where((row) => row.or([row('at', '<', before.at), row('id', '<', before.id)]));
  };
  // The database merges the two: it alone knows how it orders ids.
  return db
    .selectFrom(read('who').as('byThem'))
    .selectAll()
    .union(db.selectFrom(read('whom').as('toThem')).selectAll())
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}

/** Whether somebody has done one of these, since then where that is told. */
export async function hasHappened(
  db: Db,
  who: Party,
  what: readonly AuditEvent['what'][],
  since: Instant = 0,
): Promise<boolean> {
  const event = await db
    .selectFrom('auditEvents')
    .select('id')
    .where('who', '=', who)
    .where('what', 'in', what)
    .where('at', '>=', since)
    .limit(1)
    .executeTakeFirst();
  return event !== undefined;
}

/** The network addresses of somebody who is gone, and why agents did what; the chain holds digests, and stays whole. */
export async function forgetAddressesOf(trx: Db, party: Party): Promise<void> {
  await trx
    .updateTable('auditEvents')
    .set({ from: null, reason: null })
    .where((row) => row.or([row('who', '=', party), row('whom', '=', party)]))
    .where((row) => row.or([row('from', 'is not', null), row('reason', 'is not', null)]))
    .execute();
}
