import { passwordLength } from '../../../features/passwords/index.ts';
import { submitNewPassword } from '../../../features/sign-in/index.ts';
import { spendNewPassword } from '../new-password/budget.ts';
import { answerPasswordCheck } from '../new-password/check.ts';
import { expirationAsTyped, keepingExpiration, newPasswordChoiceOf } from '../new-password/choice.ts';
import { newPasswordPage } from './new-password.page.ts';
import type { SignInPagesDeps } from './ports.ts';
import type { Step } from './step.ts';
import { handOut, panelOf, provenAccountOf, type Visit, whatFollows } from './visit.ts';

export const newPasswordStep = (deps: SignInPagesDeps): Step => ({
  name: 'new-password',
  show: async (visit) => {
    const present = await keepingExpiration(deps, provenAccountOf(visit).id);
    return newPasswordPage(contentOf(visit, expirationAsTyped(present)));
  },
  async submit(visit, given) {
    const { attempt, visitor } = visit;
    const tooMany = await spendNewPassword(deps, visit.c, provenAccountOf(visit).id);
    if (tooMany) return tooMany;
    const form = await keepingExpiration(deps, provenAccountOf(visit).id, given);
    const choice = newPasswordChoiceOf(form);
    const verdict = await submitNewPassword(deps, attempt, provenAccountOf(visit), choice, visitor);
    if (!verdict.ok) {
      const content = contentOf(visit, expirationAsTyped(form));
      return { again: newPasswordPage({ ...content, refusal: verdict.error }), status: 422 };
    }
    handOut(deps, visit.c, visit.attempt, verdict.value.secret);
    return 'accepted';
  },
});

/** For the checklist, as at registration. */
export const checkTypedPassword = (deps: SignInPagesDeps, visit: Visit): Promise<Response> =>
  answerPasswordCheck(deps, visit.c, visit.due === 'new-password' ? provenAccountOf(visit) : undefined);

const contentOf = (visit: Visit, typed: ReturnType<typeof expirationAsTyped>) => ({
  shell: visit.shell,
  csrf: visit.csrf,
  action: `${visit.hub}/new-password`,
  check: `${visit.hub}/new-password/check`,
  length: passwordLength,
  email: visit.situation.account?.email ?? '',
  ...typed,
  panel: panelOf(
    visit.service,
    'Your password has expired, as you chose when you set it.',
    whatFollows(visit, 'With the new one'),
  ),
});
