import type { Clock } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { deleteExpiredTokens } from '../tokens/index.ts';
import { deleteExpiredRegistrations } from './registration.queries.ts';

/** Removes what has expired: registrations, with everything typed into them, and tokens. */
export async function sweepRegistrations({ db, clock }: { db: Db; clock: Clock }): Promise<void> {
  await deleteExpiredRegistrations(db, clock.now());
  await deleteExpiredTokens(db, clock.now());
}
