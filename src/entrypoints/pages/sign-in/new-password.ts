import { passwordLength } from '../../../features/passwords/index.ts';
import { submitNewPassword } from '../../../features/sign-in/index.ts';
import { answerPasswordCheck } from '../password-check.ts';
import { newPasswordPage } from './new-password.page.ts';
import type { SignInPagesDeps } from './ports.ts';
import type { Step } from './step.ts';
import { handOut, panelOf, provenAccountOf, type Visit } from './visit.ts';

export const newPasswordStep = (deps: SignInPagesDeps): Step => ({
  name: 'new-password',
  show: (visit) => newPasswordPage(contentOf(visit, 'never', '')),
  async submit(visit, form) {
    const choice = form['passwordExpiration'] ?? 'never';
    const date = form['passwordExpirationDate'] ?? '';
    const verdict = await submitNewPassword(
      deps,
      visit.attempt,
      provenAccountOf(visit),
      {
        password: form['password'] ?? '',
        passwordConfirmation: form['passwordConfirmation'] ?? '',
        passwordExpiration: choice === 'date' ? date : choice,
      },
      visit.visitor,
    );
    if (!verdict.ok) {
      return {
        again: newPasswordPage({ ...contentOf(visit, choice, date), refusal: verdict.error }),
        status: 422,
      };
    }
    handOut(deps, visit.c, visit.attempt, verdict.value.secret);
    return 'accepted';
  },
});

/** For the checklist, as at registration. */
export const checkTypedPassword = (deps: SignInPagesDeps, visit: Visit): Promise<Response> =>
  answerPasswordCheck(deps, visit.c, visit.due === 'new-password' ? provenAccountOf(visit) : undefined);

const contentOf = ({ shell, csrf, hub, service, situation }: Visit, expiration: string, date: string) => ({
  shell,
  csrf,
  action: `${hub}/new-password`,
  check: `${hub}/new-password/check`,
  length: passwordLength,
  email: situation.account?.email ?? '',
  expiration,
  date,
  panel: panelOf(
    service,
    'Your password has expired, as you chose when you set it.',
    `With the new one you go on to ${service.name}, or link it first.`,
  ),
});
