import { passwordLength } from '../../../features/passwords/index.ts';
import { resetPassword } from '../../../features/recovery/index.ts';
import type { PageContext } from '../../../platform/http/index.ts';
import { answerPasswordCheck } from '../password-check.ts';
import { newPasswordPage, resetProblems } from './new-password.page.ts';
import type { RecoverPagesDeps } from './ports.ts';
import type { Step } from './step.ts';
import { provenAccountOf, stepContent, type Visit } from './visit.ts';

export const newPasswordStep = (deps: RecoverPagesDeps): Step => ({
  name: 'new-password',
  show: (visit) => newPasswordPage({ ...contentOf(visit), expiration: 'never', date: '', problems: [] }),
  async submit(visit, form) {
    const expiration = form['passwordExpiration'] ?? 'never';
    const date = form['passwordExpirationDate'] ?? '';
    const typed = {
      password: form['password'] ?? '',
      passwordConfirmation: form['passwordConfirmation'] ?? '',
      passwordExpiration: expiration === 'date' ? date : expiration,
    };
    const { recovery, visitor, c } = visit;
    const verdict = await resetPassword(deps, recovery, provenAccountOf(visit), typed, visitor);
    if (!verdict.ok) {
      const problems = resetProblems(verdict.error, passwordLength);
      return { again: newPasswordPage({ ...contentOf(visit), expiration, date, problems }), status: 422 };
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
