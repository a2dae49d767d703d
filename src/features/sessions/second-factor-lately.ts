import { type Clock, minutes } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { NextId } from './renew-proof.ts';
import { findSecondFactorTime } from './sessions.queries.ts';

/** For so long one code is enough for several changes. */
const LATELY = minutes(5);

interface Deps {
  db: Db;
  clock: Clock;
}

/**
 * Whether a code was given in this session just now, so that a change need not ask for another one.
 * @param nextId whoever came under an earlier id, which a proof has overtaken meanwhile, is asked
 */
export async function secondFactorLately(
  { db, clock }: Deps,
  { uid, nextId }: { uid: string; nextId: NextId },
): Promise<boolean> {
  const at = await findSecondFactorTime(db, uid, [nextId.under, nextId.digest]);
  return at !== undefined && clock.now() - at < LATELY;
}
