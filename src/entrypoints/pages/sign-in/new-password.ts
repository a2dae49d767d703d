import { passwordLength } from '../../../features/passwords/index.ts';
import { submitNewPassword } from '../../../features/sign-in/index.ts';
import { expirationAsTyped, keepingExpiration, newPasswordChoiceOf } from '../new-password-choice.ts';
import { answerPasswordCheck } from '../password-check.ts';
import { newPasswordPage } from './new-password.page.ts';
import type { SignInPagesDeps } from './ports.ts';
import type { Step } from './step.ts';
import { handOut, panelOf, provenAccountOf, type Visit } from './visit.ts';

export const newPasswordStep = (deps: SignInPagesDeps): Step => ({
  name: 'new-password',
  show: async (visit) => {
    const present = await keepingExpiration(deps, provenAccountOf(visit).id);
    return newPasswordPage(contentOf(visit, expirationAsTyped(present)));
  },
  async submit(visit, given) {
    const form = await keepingExpiration(deps, provenAccountOf(visit).id, given);
    const { attempt, visitor } = visit;
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

const contentOf = (
  { shell, csrf, hub, service, situation }: Visit,
  typed: ReturnType<typeof expirationAsTyped>,
) => ({
  shell,
  csrf,
  action: `${hub}/new-password`,
  check: `${hub}/new-password/check`,
  length: passwordLength,
  email: situation.account?.email ?? '',
  ...typed,
  panel: panelOf(
    service,
    'Your password has expired, as you chose when you set it.',
    `With the new one you go on to ${service.name}${service.service ? ', or link it first' : ''}.`,
  ),
});
