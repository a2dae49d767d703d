import type { Clock } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { deleteExpiredPermits } from './care.queries.ts';

/** Forgets what nobody may do any more. */
export const sweepPermits = ({ db, clock }: { db: Db; clock: Clock }): Promise<void> =>
  deleteExpiredPermits(db, clock.now());
