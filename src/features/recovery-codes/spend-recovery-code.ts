import type { Clock } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';
import { recoveryCodeDigest } from './issue-recovery-codes.ts';
import { markSpent } from './recovery-codes.queries.ts';

/** Uses up a recovery code. @returns whether it was one of the account's that had not been used */
export const spendRecoveryCode = (
  { db, clock, sealing }: { db: Db; clock: Clock; sealing: Pick<Sealing, 'digest'> },
  { accountId, typed }: { accountId: string; typed: string },
): Promise<boolean> =>
  markSpent(db, {
    accountId,
    codeDigest: recoveryCodeDigest(sealing, accountId, typed),
    now: clock.now(),
  });
