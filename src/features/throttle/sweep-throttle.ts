import type { Clock } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { removeEndedCounters } from './throttle.queries.ts';

/** Removes counters that no longer count for anything. */
export const sweepThrottle = ({ db, clock }: { db: Db; clock: Clock }): Promise<void> =>
  removeEndedCounters(db, clock.now());
