import { type Clock, minutes } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { findSecondFactorTime } from './sessions.queries.ts';

/** For so long one code is enough for several changes. */
const LATELY = minutes(5);

interface Deps {
  db: Db;
  clock: Clock;
}

/** Whether a code was given in this session just now, so that a change need not ask for another one. */
export async function secondFactorLately({ db, clock }: Deps, uid: string): Promise<boolean> {
  const at = await findSecondFactorTime(db, uid);
  return at !== undefined && clock.now() - at < LATELY;
}
