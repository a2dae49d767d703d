import type { Clock } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { deleteExpiredRegistrations } from './registration.queries.ts';

/** Removes what has expired, with everything typed into it. */
export const sweepRegistrations = ({ db, clock }: { db: Db; clock: Clock }): Promise<void> =>
  deleteExpiredRegistrations(db, clock.now());
