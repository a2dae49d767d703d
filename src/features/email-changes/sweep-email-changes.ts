import type { Clock } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { deleteExpiredEmailChanges } from './email-changes.queries.ts';

/** Removes changes that were never confirmed, and undo links that are over. */
export const sweepEmailChanges = ({ db, clock }: { db: Db; clock: Clock }): Promise<void> =>
  deleteExpiredEmailChanges(db, clock.now());
