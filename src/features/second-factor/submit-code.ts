import { type Instant, ok, type Result, refuse } from '../../kernel/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';
import { looksLikeRecoveryCode, spendRecoveryCode } from '../recovery-codes/index.ts';
import {
  type BudgetName,
  clearTries,
  giveBack,
  type SpentTry,
  spendTry,
  type ThrottleDeps,
} from '../throttle/index.ts';
import { type CodeRefusal, verifyCode } from '../totp/index.ts';

export interface CodeForm {
  accountId: string;
  /** What the tries are counted on besides the account: the attempt, or the session. */
  place: string;
  /** As typed. */
  code: string;
}

type Counted = Exclude<CodeRefusal, { reason: 'not-enrolled' }>;

export type SecondFactorRefusal =
  | Counted
  | { reason: 'wrong-recovery-code' }
  /** Neither the form of a code nor of a recovery code: not counted. */
  | { reason: 'form' }
  /** The OTP app: only a recovery code or Customer Care goes on. */
  | { reason: 'blocked' }
  | { reason: 'too-many-tries'; retryAt: Instant };

type Deps = ThrottleDeps & { sealing: Pick<Sealing, 'digest' | 'open'> };

/** Checks a code of the OTP app, or a recovery code in its place. Each is used up with that. */
export async function submitCode(
  deps: Deps,
  { accountId, place, code }: CodeForm,
): Promise<Result<{ by: 'totp' | 'recovery-code' }, SecondFactorRefusal>> {
  const digits = code.normalize('NFKC').replace(/[\s\p{Pd}]/gu, '');
  const by = looksLikeRecoveryCode(code) ? 'recovery-code' : 'totp';
  if (by === 'totp' && !/^[0-9]{6}$/.test(digits)) return refuse({ reason: 'form' });
  const counted = await countTry(deps, { accountId, place, by });
  if (!counted.ok) return counted;
  if (by === 'recovery-code') {
    if (!(await spendRecoveryCode(deps, { accountId, typed: code }))) {
      return refuse({ reason: 'wrong-recovery-code' });
    }
  } else {
    const verdict = await verifyCode(deps, { accountId, code: digits });
    if (!verdict.ok && verdict.error.reason === 'not-enrolled') return refuse({ reason: 'wrong' });
    if (!verdict.ok) return refuse(verdict.error as Counted);
    await clearTries(deps, 'codes-in-a-row', accountId);
  }
  await Promise.all(counted.value.map((spent) => giveBack(deps, spent)));
  return ok({ by });
}

/** Counted before the check, on each budget; what one of them refuses is given back to the others. */
async function countTry(
  deps: Deps,
  { accountId, place, by }: { accountId: string; place: string; by: 'totp' | 'recovery-code' },
): Promise<Result<SpentTry[], SecondFactorRefusal>> {
  const budgets: [BudgetName, string][] = [
    ...(by === 'totp' ? [['codes-in-a-row', accountId] as [BudgetName, string]] : []),
    ['codes-of-attempt', place],
    ['codes-of-account', accountId],
  ];
  const spent: SpentTry[] = [];
  for (const [budget, subject] of budgets) {
    const counted = await spendTry(deps, budget, subject);
    if (counted.ok) {
      spent.push(counted.value);
      continue;
    }
    await Promise.all(spent.map((each) => giveBack(deps, each)));
    return refuse(
      budget === 'codes-in-a-row'
        ? { reason: 'blocked' }
        : { reason: 'too-many-tries', retryAt: counted.error.retryAt },
    );
  }
  return ok(spent);
}
