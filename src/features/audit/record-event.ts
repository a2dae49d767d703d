import { type Clock, newId } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { insertEvent } from './audit.queries.ts';
import type { AuditEvent } from './audit-event.ts';

/** Adds an event to the audit: with the caller's transaction as `db`, kept exactly if what it is about is. */
export async function recordEvent({ db, clock }: { db: Db; clock: Clock }, event: AuditEvent): Promise<void> {
  await insertEvent(db, { ...event, id: newId(), at: clock.now() });
}
