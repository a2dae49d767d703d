import { type Clock, days, hours } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { endSessions } from './end-sessions.ts';
import { deleteOrphanedServices } from './ending.queries.ts';
import { sightingsInterval } from './gather-sightings.ts';
import { deleteNoticesBefore } from './notices.queries.ts';
import type { SessionLimits } from './session.ts';

const NOTICES_KEPT = days(7);

/** Ends the sessions that have run out, so that their services are told, and forgets old notices. */
export async function sweepSessions(
  { db, clock }: { db: Db; clock: Clock },
  limits: SessionLimits,
): Promise<void> {
  const now = clock.now();
  // Another node may have seen it and not written so yet.
  const unseenSince = now - limits.idle - 2 * sightingsInterval(limits);
  const which = { expiredAt: now, unseenSince };
  await db.transaction().execute((trx) => endSessions(trx, { which, now }));
  await deleteOrphanedServices(db, now - hours(1));
  await deleteNoticesBefore(db, now - NOTICES_KEPT);
}
