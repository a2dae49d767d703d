import { passwordLength } from '../../../features/passwords/index.ts';
import { savePassword } from '../../../features/registration/index.ts';
import type { PageContext } from '../../../platform/http/index.ts';
import { answerPasswordCheck } from '../new-password/check.ts';
import { expirationAsTyped, newPasswordChoiceOf } from '../new-password/choice.ts';
import { newPasswordProblems } from '../new-password/fields.page.ts';
import { passwordPage } from './password.page.ts';
import type { RegisterPagesDeps } from './ports.ts';
import type { Step } from './step.ts';
import { panelOf, stepContent, type Visit, visitOf } from './visit.ts';

export const passwordStep = (deps: RegisterPagesDeps): Step => ({
  name: 'password',
  hashes: true,
  show(visit) {
    const chosen = visit.registration.passwordExpiration ?? 'never';
    const isDate = /^\d/.test(chosen) && !chosen.endsWith('days') && chosen !== '1-year';
    const expiration = isDate ? { expiration: 'date', date: chosen } : { expiration: chosen, date: '' };
    return passwordPage({ ...contentOf(visit), ...expiration, problems: [] });
  },
  async submit(visit, form) {
    const choice = newPasswordChoiceOf(form);
    const saved = await savePassword(deps, visit.registration, choice);
    if (saved.ok) return 'accepted';
    if (saved.error === 'ended') return 'ended';
    const typed = choice.password !== '';
    const problems = newPasswordProblems(saved.error, { length: passwordLength, typed });
    const content = { ...contentOf(visit), ...expirationAsTyped(form), problems };
    return { again: passwordPage(content), status: 422 };
  },
});

/** For the checklist. */
export async function checkTypedPassword(deps: RegisterPagesDeps, c: PageContext): Promise<Response> {
  const visit = await visitOf(deps, c);
  return answerPasswordCheck(deps, c, visit?.registration);
}

const contentOf = (visit: Visit) => ({
  ...stepContent(visit),
  length: passwordLength,
  isSet: visit.registration.passwordSetAt !== null,
  // How long it is to last was chosen, and it is gone: with other names.
  isAskedAgain: visit.registration.passwordSetAt === null && visit.registration.passwordExpiration !== null,
  panel: panelOf(
    visit.attempt,
    'You are choosing the password of your new account.',
    'Next you decide on a second factor.',
  ),
});
