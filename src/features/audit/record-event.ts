import { type Clock, newId } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { measuring } from '../../platform/metrics/index.ts';
import { insertEvent } from './audit.queries.ts';
import type { AuditEvent } from './audit-event.ts';

/** What the metrics are told of an event: what it was, never whose. One whose transaction is rolled back is told too. */
export const happenings = measuring<Pick<AuditEvent, 'what' | 'outcome'>>('audit event');

/** Adds an event to the audit: with the caller's transaction as `db`, kept exactly if what it is about is. */
export async function recordEvent({ db, clock }: { db: Db; clock: Clock }, event: AuditEvent): Promise<void> {
  await insertEvent(db, { ...event, id: newId(), at: clock.now() });
  happenings.tell(event);
}
