import type { Db } from '../../platform/database/index.ts';
import './audit.tables.ts';
import type { RecordedEvent } from './audit-event.ts';

export async function insertEvent(db: Db, event: RecordedEvent): Promise<void> {
  const { id, at, what, who, outcome } = event;
  const { whom = null, serviceId = null, from = null, reference = null } = event;
  await db
    .insertInto('auditEvents')
    .values({ id, at, what, who, whom, serviceId, from, outcome, reference })
    .execute();
}
