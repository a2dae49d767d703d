import { type Instant, ok, type Result, refuse } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';
import { looksLikeRecoveryCode, spendRecoveryCode } from '../recovery-codes/index.ts';
import {
  type BudgetName,
  clearTries,
  giveBack,
  nextTryAt,
  type SpentTry,
  type Subject,
  spendTry,
  type ThrottleDeps,
} from '../throttle/index.ts';
import { type CodeRefusal, verifyCode } from '../totp/index.ts';

export interface CodeForm {
  accountId: string;
  /** What the tries are counted on besides the account: the attempt, or the session. */
  place: string;
  /** Digest of a device on which the account has signed in before: it has tries of its own, which nobody else uses up. */
  knownDevice?: string | undefined;
  /** As typed. */
  code: string;
}

export type CodeKind = 'totp' | 'recovery-code';

type Counted = Exclude<CodeRefusal, { reason: 'not-enrolled' }>;

export type SecondFactorRefusal =
  | Counted
  | { reason: 'wrong-recovery-code' }
  /** Neither the form of a code nor of a recovery code: not counted. */
  | { reason: 'form' }
  /** The OTP app: only a recovery code or Customer Care goes on. */
  | { reason: 'blocked' }
  /** So many in this attempt or session that it takes no more: only a new one does. */
  | { reason: 'attempt-spent' }
  /** On the account. */
  | { reason: 'too-many-tries'; retryAt: Instant };

type Deps = ThrottleDeps & { sealing: Pick<Sealing, 'digest' | 'open'> };

/**
 * Checks a code of the OTP app, or a recovery code in its place. Each is used up with that.
 * @param alongside what else is kept if it is right: of a recovery code in the very transaction that uses it up
 */
export async function submitCode(
  deps: Deps,
  { accountId, place, knownDevice, code }: CodeForm,
  alongside: (trx: Db, by: CodeKind) => Promise<void> = async () => undefined,
): Promise<Result<{ by: CodeKind }, SecondFactorRefusal>> {
  const digits = code.normalize('NFKC').replace(/[\s\p{Pd}]/gu, '');
  const by = looksLikeRecoveryCode(code) ? 'recovery-code' : 'totp';
  if (by === 'totp' && !/^[0-9]{6}$/.test(digits)) return refuse({ reason: 'form' });
  const counted = await countTry(deps, { accountId, place, knownDevice, by });
  if (!counted.ok) return counted;
  if (by === 'recovery-code') {
    const spent = await deps.db.transaction().execute(async (trx) => {
      if (!(await spendRecoveryCode({ ...deps, db: trx }, { accountId, typed: code }))) return false;
      await alongside(trx, by);
      return true;
    });
    if (!spent) return refuse({ reason: 'wrong-recovery-code' });
  } else {
    const verdict = await verifyCode(deps, { accountId, code: digits });
    if (!verdict.ok && verdict.error.reason === 'not-enrolled') return refuse({ reason: 'wrong' });
    if (!verdict.ok) return refuse(verdict.error as Counted);
    await deps.db.transaction().execute((trx) => alongside(trx, by));
    await clearTries(deps, 'codes-in-a-row', accountId);
  }
  await Promise.all(counted.value.map((spent) => giveBack(deps, spent)));
  return ok({ by });
}

/** Counted before the check, on each budget; what one of them refuses is given back to the others. */
async function countTry(
  deps: Deps,
  { accountId, place, knownDevice, by }: Omit<CodeForm, 'code'> & { by: CodeKind },
): Promise<Result<SpentTry[], SecondFactorRefusal>> {
  const ofAccount = knownDevice === undefined ? accountId : [accountId, knownDevice];
  const budgets: [BudgetName, Subject][] = [
    ...(by === 'totp' ? [['codes-in-a-row', accountId] as [BudgetName, Subject]] : []),
    ['codes-of-attempt', place],
    ['codes-of-account', ofAccount],
  ];
  const spent: SpentTry[] = [];
  for (const [budget, subject] of budgets) {
    const counted = await spendTry(deps, budget, subject);
    if (counted.ok) {
      spent.push(counted.value);
      continue;
    }
    await Promise.all(spent.map((each) => giveBack(deps, each)));
    if (budget === 'codes-in-a-row') return refuse({ reason: 'blocked' });
    // A new attempt is worth beginning only where the account still takes codes in it.
    const retryAt =
      budget === 'codes-of-account'
        ? counted.error.retryAt
        : await nextTryAt(deps, 'codes-of-account', ofAccount);
    return refuse(
      retryAt === undefined ? { reason: 'attempt-spent' } : { reason: 'too-many-tries', retryAt },
    );
  }
  return ok(spent);
}
