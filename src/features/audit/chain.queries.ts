import type { Selectable } from 'kysely';
import type { Instant } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { AuditChainTable, AuditEventsTable } from './audit.tables.ts';

export type StoredEvent = Selectable<AuditEventsTable>;
/** One that has its place. */
export type SealedEvent = StoredEvent & { sequence: number };
export type Chain = Selectable<AuditChainTable>;

export const findChain = (db: Db): Promise<Chain | undefined> =>
  db.selectFrom('auditChain').selectAll().where('id', '=', 'chain').executeTakeFirst();

/** The chain as it is before the first event; of several nodes that begin it, one does. */
export async function beginChain(db: Db, sealedKey: string): Promise<void> {
  await db
    .insertInto('auditChain')
    .values({ id: 'chain', sequence: 0, hash: '', sealedAt: null, mac: null, sealedKey, leasedUntil: null })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

export async function hasUnsealed(db: Db): Promise<boolean> {
  const event = await db
    .selectFrom('auditEvents')
    .select('id')
    .where('sequence', 'is', null)
    .limit(1)
    .execute();
  return event.length > 0;
}

export async function countUnsealed(db: Db): Promise<number> {
  const { unsealed } = await db
    .selectFrom('auditEvents')
    .select((row) => row.fn.countAll().as('unsealed'))
    .where('sequence', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(unsealed);
}

/** The oldest that are not sealed yet. */
export const listUnsealed = (db: Db, limit: number): Promise<StoredEvent[]> =>
  db
    .selectFrom('auditEvents')
    .selectAll()
    .where('sequence', 'is', null)
    .orderBy('at')
    .orderBy('id')
    .limit(limit)
    .execute();

export async function listSealed(db: Db, after: number, limit: number): Promise<SealedEvent[]> {
  const events = await db
    .selectFrom('auditEvents')
    .selectAll()
    .where('sequence', '>', after)
    .orderBy('sequence')
    .limit(limit)
    .execute();
  return events.map((event) => ({ ...event, sequence: event.sequence ?? 0 }));
}

/** One node at a time. @returns whether it is this one */
export async function leaseChain(db: Db, { now, until }: { now: Instant; until: Instant }): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('auditChain')
    .set({ leasedUntil: until })
    .where((row) => row.or([row('leasedUntil', 'is', null), row('leasedUntil', '<=', now)]))
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

export async function releaseChain(db: Db, until: Instant): Promise<void> {
  await db.updateTable('auditChain').set({ leasedUntil: null }).where('leasedUntil', '=', until).execute();
}

/** The chain grows by what was computed from its end as it was then. False where it has grown meanwhile. */
export async function moveEnd(
  trx: Db,
  { from, ...end }: Pick<Chain, 'sequence' | 'hash' | 'sealedAt' | 'mac' | 'sealedKey'> & { from: number },
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('auditChain')
    .set(end)
    .where('sequence', '=', from)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** @throws where the event is gone, or has its place already */
export async function giveItsPlace(
  trx: Db,
  { id, ...place }: Pick<SealedEvent, 'id' | 'sequence' | 'hash' | 'fromDigest' | 'reasonDigest'>,
): Promise<void> {
  const { numUpdatedRows } = await trx
    .updateTable('auditEvents')
    .set(place)
    .where('id', '=', id)
    .where('sequence', 'is', null)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows !== 1n) throw new Error(`The event ${id} of the audit was gone before it was sealed.`);
}
