import type { Clock } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { deleteExpiredPhoneChanges } from './contact-details.queries.ts';

/** Removes numbers whose token was never entered. */
export const sweepPhoneChanges = ({ db, clock }: { db: Db; clock: Clock }): Promise<void> =>
  deleteExpiredPhoneChanges(db, clock.now());
