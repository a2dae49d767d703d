import type { Clock } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { sweepEarlierProofs } from '../earlier-proofs/index.ts';
import { deleteExpiredEmailChanges } from './email-changes.queries.ts';

/** Removes changes that were never confirmed, undo links that are over, and what none of these goes back to. */
export async function sweepEmailChanges({ db, clock }: { db: Db; clock: Clock }): Promise<void> {
  await deleteExpiredEmailChanges(db, clock.now());
  await sweepEarlierProofs(db, clock.now());
}
