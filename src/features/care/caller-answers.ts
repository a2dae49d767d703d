import { type Clock, hours, type Instant, ok, type Result, refuse } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Hashing } from '../../platform/hashing/index.ts';
import type { Account } from '../accounts/index.ts';
import { hasHappened } from '../audit/index.ts';
import { answersAreRight, listQuestions, questionCount } from '../security-questions/index.ts';
import { giveBack, spendTry } from '../throttle/index.ts';
import { type Act, type ActRefusal, actOnAccount, mayAct } from './act-after-pin.ts';
import type { Call } from './call.ts';
import type { CareDeps } from './care-deps.ts';
import { customerOf } from './customer.ts';
import { holdsAny, recordAct } from './record-act.ts';

// What PIN and answers together open, because the caller has nothing else left: see `reset-factor` and `return-email`.

export type AskedQuestions = Awaited<ReturnType<typeof listQuestions>>;

export type NotAsked =
  /** There are no questions to ask. */
  | 'no-questions'
  /** PIN or questions are too new to take the place of what the caller has lost. */
  | 'changed-lately';

export type AnswersRefusal =
  | { reason: ActRefusal | NotAsked }
  /** At least one: which, nobody is told. */
  | { reason: 'wrong-answers' }
  | { reason: 'missing-answers' }
  | { reason: 'secret-in-reason' }
  | { reason: 'too-many-tries'; retryAt: Instant };

/**
 * The questions to ask the caller, after the PIN.
 * @param possible whether there is anything that the answers are to open
 */
export const askForAnswers = <Refusal>(
  deps: CareDeps,
  call: Call,
  possible: (inTransaction: CareDeps, account: Account) => Promise<Result<void, Refusal>>,
): Promise<Result<AskedQuestions, ActRefusal | NotAsked | Refusal>> =>
  actOnAccount(
    deps,
    call,
    { what: 'questions-read' },
    async (inTransaction, account): Promise<Result<AskedQuestions, NotAsked | Refusal>> => {
      const isPossible = await possible(inTransaction, account);
      if (!isPossible.ok) return isPossible;
      if (await changedLately(inTransaction, account.id)) return refuse('changed-lately');
      const questions = await listQuestions(inTransaction.db, account.id);
      return questions.length === questionCount ? ok(questions) : refuse('no-questions');
    },
  );

/**
 * An act after the answers too.
 * @param asked as `askForAnswers` gave them
 * @param answers as the caller said them; wrong ones count on the account as in a recovery
 * @throws HashingBusy
 */
export async function actAfterAnswers<Refusal extends string>(
  deps: CareDeps & { hashing: Hashing },
  call: Call,
  { what, asked, answers }: { what: Act; asked: AskedQuestions; answers: readonly string[] },
  act: (inTransaction: CareDeps, account: Account) => Promise<Result<void, Refusal>>,
): Promise<
  Result<void, AnswersRefusal | { reason: Refusal | ActRefusal | 'changed-lately' | 'wrong-answers' }>
> {
  if (asked.some((_, position) => !answers[position]?.trim())) return refuse({ reason: 'missing-answers' });
  if (holdsAny(call.reason, answers)) return refuse({ reason: 'secret-in-reason' });
  if (!(await mayAct(deps, call))) {
    // The caller may have searched for an answer for longer than a PIN counts.
    const refused = await actOnAccount<void, 'no-pin'>(deps, call, what, async () => refuse('no-pin'));
    return refuse({ reason: refused.ok ? 'no-pin' : refused.error });
  }
  const judged = await judgeAnswers(deps, call, asked, answers);
  if (!judged.ok) return judged;
  type Done = Result<void, 'changed-lately' | 'wrong-answers' | Refusal>;
  const done = await actOnAccount(deps, call, what, async (inTransaction, account): Promise<Done> => {
    if (await changedLately(inTransaction, account.id)) return refuse('changed-lately');
    // Hashing has taken its time: they must be this account's, and the same ones still.
    if (!sameQuestions(asked, await listQuestions(inTransaction.db, account.id)))
      return refuse('wrong-answers');
    return act(inTransaction, account);
  });
  return done.ok ? done : refuse({ reason: done.error });
}

/**
 * PIN and questions are changed with the password alone, and together they open the way past the factor: whoever has stolen
 * the password and a session waits longer than the owner needs to read the notice.
 */
const NEW_FOR = hours(72);

const changedLately = ({ db, clock }: { db: Db; clock: Clock }, accountId: string): Promise<boolean> =>
  hasHappened(db, `account:${accountId}`, ['pin-changed', 'questions-changed'], clock.now() - NEW_FOR);

/** Counted before they are compared, as in a recovery. Only whoever has read the questions gets this far, after the PIN. */
async function judgeAnswers(
  deps: CareDeps & { hashing: Hashing },
  call: Call,
  asked: AskedQuestions,
  answers: readonly string[],
): Promise<Result<void, AnswersRefusal>> {
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
