import type { Clock } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { deleteExpiredTokens } from './tokens.queries.ts';

/** Removes what has expired, whatever it was for. */
export const sweepTokens = ({ db, clock }: { db: Db; clock: Clock }): Promise<void> =>
  deleteExpiredTokens(db, clock.now());
