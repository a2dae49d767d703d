import type { Clock } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { deleteOldAnswers } from './passkeys.queries.ts';

/** Removes what is kept of challenges that nobody could answer any more. */
export const sweepPasskeys = ({ db, clock }: { db: Db; clock: Clock }): Promise<void> =>
  deleteOldAnswers(db, clock.now());
