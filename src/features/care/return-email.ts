import { ok, type Result, refuse } from '../../kernel/index.ts';
import type { Hashing } from '../../platform/hashing/index.ts';
import { AddressTaken, normaliseEmail } from '../accounts/index.ts';
import { canReturnEmail, type ReturnRefusal, returnEmail } from '../email-changes/index.ts';
import type { Call } from './call.ts';
import {
  type AnswersRefusal,
  type AskedQuestions,
  actAfterAnswers,
  askForAnswers,
} from './caller-answers.ts';
import type { CareDeps } from './care-deps.ts';
import { tellOwner } from './tell-owner.ts';

export type ReturnEmailRefusal = AnswersRefusal | { reason: ReturnRefusal };

/**
 * The questions to ask a caller whose change of address somebody else has undone, after the PIN.
 * @param to the address as the caller says it: nobody is told which it is
 */
export async function questionsForReturn(
  deps: CareDeps,
  call: Call,
  to: string,
): Promise<Result<AskedQuestions, ReturnEmailRefusal>> {
  const asked = await askForAnswers<'not-undone'>(deps, call, async (inTransaction, { id }) =>
    (await canReturnEmail(inTransaction, id, addressIn(to))) ? ok(undefined) : refuse('not-undone'),
  );
  return asked.ok ? asked : refuse({ reason: asked.error });
}

/**
 * Gives the account the address again, after PIN and all three answers. Everybody is signed out; all addresses are told.
 * @throws HashingBusy
 */
export const returnEmailForCare = (
  deps: CareDeps & { hashing: Hashing },
  call: Call,
  to: string,
  { asked, answers }: { asked: AskedQuestions; answers: readonly string[] },
): Promise<Result<void, ReturnEmailRefusal>> =>
  actAfterAnswers<ReturnRefusal>(
    deps,
    call,
    { what: { what: 'email-returned' }, asked, answers },
    async (inTransaction, account) => {
      const email = addressIn(to);
      const returned = await returnEmail(inTransaction, account, email);
      if (!returned.ok) return returned;
      const detail = `${email}, in the place of ${account.email}. You are signed out everywhere; choose a new password by “Forgot your password”`;
      await tellOwner(inTransaction, { ...account, email }, { change: 'email-returned', detail });
      return ok(undefined);
    },
  ).catch((fault) => {
    if (fault instanceof AddressTaken) return refuse({ reason: 'address-taken' });
    throw fault;
  });

/** What is no address is no account's. */
function addressIn(typed: string): string {
  const address = normaliseEmail(typed);
  return address.ok ? address.value : '';
}
