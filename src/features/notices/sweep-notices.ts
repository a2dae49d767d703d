import type { Clock } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { deleteExpiredNotices } from './notices.queries.ts';

/** Removes links of notices that are over. */
export const sweepNotices = ({ db, clock }: { db: Db; clock: Clock }): Promise<void> =>
  deleteExpiredNotices(db, clock.now());
