import type { Clock } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';
import { countUnspentCodes } from '../recovery-codes/index.ts';
import { nextTryAt } from '../throttle/index.ts';
import { findEnrolment } from '../totp/index.ts';

export interface SecondFactor {
  totp?: {
    enrolledAt: number /** A hundred wrong codes in a row: only a recovery code is accepted. */;
    blocked: boolean;
  };
  recoveryCodesLeft: number;
}

/** What an account has of a second factor; undefined where it has none. */
export async function findSecondFactor(
  deps: { db: Db; clock: Clock; sealing: Pick<Sealing, 'digest'> },
  accountId: string,
): Promise<SecondFactor | undefined> {
  const enrolment = await findEnrolment(deps.db, accountId);
  if (!enrolment) return undefined;
  const blocked = (await nextTryAt(deps, 'codes-in-a-row', accountId)) !== undefined;
  return {
    totp: { enrolledAt: enrolment.enrolledAt, blocked },
    recoveryCodesLeft: await countUnspentCodes(deps.db, accountId),
  };
}
