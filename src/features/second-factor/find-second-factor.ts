import type { Clock } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';
import { countPasskeys } from '../passkeys/index.ts';
import { countUnspentCodes } from '../recovery-codes/index.ts';
import { nextTryAt } from '../throttle/index.ts';
import { findEnrolment } from '../totp/index.ts';

export interface SecondFactor {
  totp?: {
    enrolledAt: number;
    /** A hundred wrong codes in a row: its codes are not accepted any more; a recovery code or a passkey is. */
    blocked: boolean;
  };
  /** How many. */
  passkeys: number;
  recoveryCodesLeft: number;
}

/** What an account has of a second factor; undefined where it has none. */
export async function findSecondFactor(
  deps: { db: Db; clock: Clock; sealing: Pick<Sealing, 'digest'> },
  accountId: string,
): Promise<SecondFactor | undefined> {
  const enrolment = await findEnrolment(deps.db, accountId);
  const passkeys = await countPasskeys(deps.db, accountId);
  if (!enrolment && passkeys === 0) return undefined;
  const blocked = enrolment && (await nextTryAt(deps, 'codes-in-a-row', accountId)) !== undefined;
  return {
    ...(enrolment && { totp: { enrolledAt: enrolment.enrolledAt, blocked: blocked ?? false } }),
    passkeys,
    recoveryCodesLeft: await countUnspentCodes(deps.db, accountId),
  };
}

/** Whether an account has a second factor, of whichever kind. */
export const hasSecondFactor = async (db: Db, accountId: string): Promise<boolean> =>
  (await findEnrolment(db, accountId)) !== undefined || (await countPasskeys(db, accountId)) > 0;
