import { deleteRecoveriesBefore } from './recovery.queries.ts';
import type { RecoveryDeps } from './recovery.ts';

/** Removes what has expired. */
export const sweepRecoveries = ({ db, clock }: Pick<RecoveryDeps, 'db' | 'clock'>): Promise<void> =>
  deleteRecoveriesBefore(db, clock.now());
