import { type Clock, hours, type Instant, ok, type Result, refuse } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Hashing } from '../../platform/hashing/index.ts';
import { hasHappened } from '../audit/index.ts';
import { hasSecondFactor, resetSecondFactor } from '../second-factor/index.ts';
import { answersAreRight, listQuestions, questionCount } from '../security-questions/index.ts';
import { giveBack, spendTry } from '../throttle/index.ts';
import { endUnderWay } from '../under-way/index.ts';
import { type ActRefusal, actOnAccount, mayAct } from './act-after-pin.ts';
import type { Call } from './call.ts';
import type { CareDeps } from './care-deps.ts';
import { customerOf } from './customer.ts';
import { holdsAny, recordAct } from './record-act.ts';
import { tellOwner } from './tell-owner.ts';

export type ResetFactorRefusal =
  | { reason: ActRefusal }
  /** There is none to reset, or there are no questions to ask. */
  | { reason: 'no-second-factor' | 'no-questions' }
  /** PIN or questions are too new to take the factor's place. */
  | { reason: 'changed-lately' }
  /** At least one: which, nobody is told. */
  | { reason: 'wrong-answers' }
  | { reason: 'missing-answers' }
  | { reason: 'secret-in-reason' }
  | { reason: 'too-many-tries'; retryAt: Instant };

type AskedQuestions = Awaited<ReturnType<typeof listQuestions>>;

type NotAsked = 'no-second-factor' | 'no-questions' | 'changed-lately';

/** The questions to ask the caller, after the PIN. */
export async function questionsToAsk(
  deps: CareDeps,
  call: Call,
): Promise<Result<AskedQuestions, ResetFactorRefusal>> {
  const asked = await actOnAccount(
    deps,
    call,
    { what: 'questions-read' },
    async ({ db, clock }, { id }): Promise<Result<AskedQuestions, NotAsked>> => {
      if (!(await hasSecondFactor(db, id))) return refuse('no-second-factor');
      if (await changedLately({ db, clock }, id)) return refuse('changed-lately');
      const questions = await listQuestions(db, id);
      return questions.length === questionCount ? ok(questions) : refuse('no-questions');
    },
  );
  return asked.ok ? asked : refuse({ reason: asked.error });
}

/**
 * Takes the second factor away from an account whose owner has lost it, after PIN and all three answers. Everybody is signed
 * out, everything that is under way ends, and the next sign-in enrols another one after an emailed token.
 * @param asked as `questionsToAsk` gave them
 * @param answers as the caller said them; wrong ones count on the account as in a recovery
 * @throws HashingBusy
 */
export async function resetFactor(
  deps: CareDeps & { hashing: Hashing },
  call: Call,
  asked: AskedQuestions,
  answers: readonly string[],
): Promise<Result<void, ResetFactorRefusal>> {
  if (asked.some((_, position) => !answers[position]?.trim())) return refuse({ reason: 'missing-answers' });
  if (holdsAny(call.reason, answers)) return refuse({ reason: 'secret-in-reason' });
  const what = { what: 'second-factor-reset' } as const;
  if (!(await mayAct(deps, call))) {
    // The caller may have searched for an answer for longer than a PIN counts.
    const refused = await actOnAccount<void, 'no-pin'>(deps, call, what, async () => refuse('no-pin'));
    return refuse({ reason: refused.ok ? 'no-pin' : refused.error });
  }
  const judged = await judgeAnswers(deps, call, asked, answers);
  if (!judged.ok) return judged;
  const reset = await actOnAccount(
    deps,
    call,
    what,
    async (
      inTransaction,
      account,
    ): Promise<Result<void, 'no-second-factor' | 'wrong-answers' | 'changed-lately'>> => {
      const { db } = inTransaction;
      if (await changedLately(inTransaction, account.id)) return refuse('changed-lately');
      // Hashing has taken its time: they must be this account's, and the same ones still.
      if (!sameQuestions(asked, await listQuestions(db, account.id))) return refuse('wrong-answers');
      if (!(await resetSecondFactor(inTransaction, account.id))) return refuse('no-second-factor');
      await endUnderWay(inTransaction, { account, unverifiedPhone: 'goes' });
      await tellOwner(inTransaction, account, { change: 'second-factor-reset', detail: WHAT_NOW });
      return ok(undefined);
    },
  );
  return reset.ok ? reset : refuse({ reason: reset.error });
}

/**
 * PIN and questions are changed with the password alone, and together they open the way past the factor: whoever has stolen
 * the password and a session waits longer than the owner needs to read the notice.
 */
const NEW_FOR = hours(72);

const changedLately = ({ db, clock }: { db: Db; clock: Clock }, accountId: string): Promise<boolean> =>
  hasHappened(db, `account:${accountId}`, ['pin-changed', 'questions-changed'], clock.now() - NEW_FOR);

const WHAT_NOW =
  'Your OTP app, passkeys and recovery codes count no more, and you are signed out everywhere. The next sign-in asks for a token that is sent to this address, and then for a new app.';

/** Counted before they are compared, as in a recovery. Only whoever has read the questions gets this far, after the PIN. */
async function judgeAnswers(
  deps: CareDeps & { hashing: Hashing },
  call: Call,
  asked: AskedQuestions,
  answers: readonly string[],
): Promise<Result<void, ResetFactorRefusal>> {
  const customer = await customerOf(deps, call);
  const accountId = asked[0]?.accountId;
  if (customer?.id !== accountId || accountId === undefined) return refuse({ reason: 'not-found' });
  const counted = await spendTry(deps, 'answers-of-account', accountId);
  const record = (outcome: 'done' | 'refused') =>
    recordAct(deps, call, { what: 'answers-given', outcome, customer });
  if (!counted.ok) {
    await record('refused');
    return refuse({ reason: 'too-many-tries', retryAt: counted.error.retryAt });
  }
  const right = await answersAreRight(deps, asked, answers).catch(async (fault) => {
    await giveBack(deps, counted.value);
    throw fault;
  });
  await record(right ? 'done' : 'refused');
  if (!right) return refuse({ reason: 'wrong-answers' });
  await giveBack(deps, counted.value);
  return ok(undefined);
}

const sameQuestions = (asked: AskedQuestions, now: AskedQuestions): boolean =>
  asked.length === now.length &&
  asked.every(
    ({ accountId, answerHash }, index) =>
      now[index]?.accountId === accountId && now[index]?.answerHash === answerHash,
  );
