import { type Clock, days, hours } from '../../kernel/index.ts';
import { type Db, inBatches } from '../../platform/database/index.ts';
import { endSessions } from './end-sessions.ts';
import { deleteOrphanedServices } from './ending.queries.ts';
import { idleSince } from './find-live-session.ts';
import { deleteAbandonedNotices } from './notices.queries.ts';
import type { SessionLimits } from './session.ts';

const NOTICES_KEPT = days(7);

/** Ends the sessions that have run out, so that their services are told, and forgets notices that were given up long ago. */
export async function sweepSessions(
  { db, clock }: { db: Db; clock: Clock },
  limits: SessionLimits,
): Promise<void> {
  const now = clock.now();
  const which = { expiredAt: now, unseenSince: idleSince(limits, now) };
  await inBatches(async (limit) => {
    const ending = { which: { ...which, limit }, now };
    return (await db.transaction().execute((trx) => endSessions(trx, ending))).ended.length;
  });
  await inBatches((limit) => deleteOrphanedServices(db, now - hours(1), limit));
  await inBatches((limit) => deleteAbandonedNotices(db, now - NOTICES_KEPT, limit));
}
