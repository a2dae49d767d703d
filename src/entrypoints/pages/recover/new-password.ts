import { passwordLength } from '../../../features/passwords/index.ts';
import { resetPassword } from '../../../features/recovery/index.ts';
import type { PageContext } from '../../../platform/http/index.ts';
import { spendNewPassword } from '../new-password/budget.ts';
import { answerPasswordCheck } from '../new-password/check.ts';
import { expirationAsTyped, keepingExpiration, newPasswordChoiceOf } from '../new-password/choice.ts';
import { newPasswordProblems } from '../new-password/fields.page.ts';
import { newPasswordPage, SAME_AS_NOW } from './new-password.page.ts';
import type { RecoverPagesDeps } from './ports.ts';
import type { Step } from './step.ts';
import { provenAccountOf, stepContent, type Visit } from './visit.ts';

export const newPasswordStep = (deps: RecoverPagesDeps): Step => ({
  name: 'new-password',
  show: async (visit) => {
    const present = await keepingExpiration(deps, provenAccountOf(visit).id);
    return newPasswordPage({ ...contentOf(visit), ...expirationAsTyped(present), problems: [] });
  },
  async submit(visit, given) {
    const { recovery, visitor, c } = visit;
    const tooMany = await spendNewPassword(deps, c, provenAccountOf(visit).id);
    if (tooMany) return tooMany;
    const form = await keepingExpiration(deps, provenAccountOf(visit).id, given);
    const choice = newPasswordChoiceOf(form);
    const verdict = await resetPassword(deps, recovery, provenAccountOf(visit), choice, visitor);
    if (!verdict.ok) {
      const problems = newPasswordProblems(verdict.error, {
        length: passwordLength,
        typed: verdict.error.password.length === 0,
        sameAsOld: SAME_AS_NOW,
      });
      const content = { ...contentOf(visit), ...expirationAsTyped(form), problems };
      return { again: newPasswordPage(content), status: 422 };
    }
    const { attemptId, email } = recovery;
    if (attemptId !== null) await deps.carryAddress(c, { attemptId, email });
    return { next: '/recover/done' };
  },
});

/** For the checklist, as at registration. */
export const checkTypedPassword = (
  deps: RecoverPagesDeps,
  c: PageContext,
  visit: Visit | undefined,
): Promise<Response> =>
  answerPasswordCheck(deps, c, visit?.due === 'new-password' ? provenAccountOf(visit) : undefined);

const contentOf = (visit: Visit) => ({
  ...stepContent(visit, 'With the new password you sign in.'),
  length: passwordLength,
});
