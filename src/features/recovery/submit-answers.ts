import { type Instant, newSecret, ok, type Result, refuse } from '../../kernel/index.ts';
import { recordEvent } from '../audit/index.ts';
import { answersAreRight } from '../security-questions/index.ts';
import type { Visitor } from '../sign-in/index.ts';
import { giveBack, type SpentTry, spendTry } from '../throttle/index.ts';
import { type Recovery, saveProgress } from './recovery.queries.ts';
import { type RecoveryDeps, secretDigest } from './recovery.ts';
import type { Standing } from './stand-of-recovery.ts';

type Deps = Pick<RecoveryDeps, 'db' | 'clock' | 'sealing' | 'hashing'>;

export type AnswersRefusal =
  /** Which (from 0) were left empty: nothing was tried. */
  | { reason: 'missing'; positions: number[] }
  /** At least one is wrong: which one, nobody is told. */
  | { reason: 'wrong' }
  /** So many in this recovery that it takes no more: only a new one does. */
  | { reason: 'recovery-spent' }
  | { reason: 'too-many-tries'; retryAt: Instant };

/**
 * Checks the answers to all three questions. For questions that are nobody's the same is hashed, counted and written,
 * and they are wrong.
 * @returns the recovery's new cookie
 * @throws HashingBusy; RecoveryOver
 */
export async function submitAnswers(
  deps: Deps,
  recovery: Recovery,
  { account, questions }: Pick<Standing, 'account' | 'questions'>,
  answers: readonly string[],
  { address: from, browserWords: browser, reference }: Visitor,
): Promise<Result<{ secret: string }, AnswersRefusal>> {
  const positions = questions.flatMap((_, index) => (answers[index]?.trim() ? [] : [index]));
  if (positions.length > 0) return refuse({ reason: 'missing', positions });
  const counted = await countTry(deps, recovery, account?.id ?? recovery.email);
  if (!counted.ok) return counted;
  const giveAllBack = () => Promise.all(counted.value.map((spent) => giveBack(deps, spent)));
  const right = await answersAreRight(deps, questions, answers).catch(async (fault) => {
    // Busy: not looked at. Whatever else it was, no guess has been answered.
    await giveAllBack();
    throw fault;
  });
  const whom = account && (`account:${account.id}` as const);
  const event = { what: 'answers-given', who: 'nobody', whom, from, browser, reference } as const;
  if (!right || !account) {
    await recordEvent(deps, { ...event, outcome: 'refused' });
    return refuse({ reason: 'wrong' });
  }
  await giveAllBack();
  const secret = newSecret();
  await deps.db.transaction().execute(async (trx) => {
    const now = deps.clock.now();
    await saveProgress(
      trx,
      recovery,
      { accountId: account.id, answersProvenAt: now, secret: secretDigest(deps.sealing, secret) },
      now,
    );
    await recordEvent({ ...deps, db: trx }, { ...event, outcome: 'done' });
  });
  return ok({ secret });
}

/** Counted before the check, in the recovery and on the account, or on the address that has none. */
async function countTry(
  deps: Deps,
  { id }: Recovery,
  account: string,
): Promise<Result<SpentTry[], AnswersRefusal>> {
  const here = await spendTry(deps, 'answers-of-recovery', id);
  if (!here.ok) return refuse({ reason: 'recovery-spent' });
  const all = await spendTry(deps, 'answers-of-account', account);
  if (all.ok) return ok([here.value, all.value]);
  await giveBack(deps, here.value);
  return refuse({ reason: 'too-many-tries', retryAt: all.error.retryAt });
}
