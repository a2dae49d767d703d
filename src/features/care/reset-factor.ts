import { ok, type Result, refuse } from '../../kernel/index.ts';
import type { Hashing } from '../../platform/hashing/index.ts';
import { hasSecondFactor, resetSecondFactor } from '../second-factor/index.ts';
import { endUnderWay } from '../under-way/index.ts';
import type { Call } from './call.ts';
import {
  type AnswersRefusal,
  type AskedQuestions,
  actAfterAnswers,
  askForAnswers,
} from './caller-answers.ts';
import type { CareDeps } from './care-deps.ts';
import { tellOwner } from './tell-owner.ts';

/** `no-second-factor`: there is none to reset. */
export type ResetFactorRefusal = AnswersRefusal | { reason: 'no-second-factor' };

/** The questions to ask a caller who has lost the second factor, after the PIN. */
export async function questionsToAsk(
  deps: CareDeps,
  call: Call,
): Promise<Result<AskedQuestions, ResetFactorRefusal>> {
  const asked = await askForAnswers<'no-second-factor'>(deps, call, async ({ db }, { id }) =>
    (await hasSecondFactor(db, id)) ? ok(undefined) : refuse('no-second-factor'),
  );
  return asked.ok ? asked : refuse({ reason: asked.error });
}

/**
 * Takes the second factor away from an account whose owner has lost it, after PIN and all three answers. Everybody is signed
 * out, everything that is under way ends, and the next sign-in enrols another one after an emailed token.
 * @throws HashingBusy
 */
export const resetFactor = (
  deps: CareDeps & { hashing: Hashing },
  call: Call,
  asked: AskedQuestions,
  answers: readonly string[],
): Promise<Result<void, ResetFactorRefusal>> =>
  actAfterAnswers<'no-second-factor'>(
    deps,
    call,
    { what: { what: 'second-factor-reset' }, asked, answers },
    async (inTransaction, account) => {
      if (!(await resetSecondFactor(inTransaction, account.id))) return refuse('no-second-factor');
      await endUnderWay(inTransaction, { account, unverifiedPhone: 'goes' });
      await tellOwner(inTransaction, account, { change: 'second-factor-reset', detail: WHAT_NOW });
      return ok(undefined);
    },
  );

const WHAT_NOW =
  'Your OTP app, passkeys and recovery codes count no more, and you are signed out everywhere. The next sign-in asks for a token that is sent to this address, and then for a new app.';
