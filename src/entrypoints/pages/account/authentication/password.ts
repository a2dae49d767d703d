import {
  changePassword,
  judgeNewPasswordChoice,
  type NewPasswordRefusal,
  passwordLength,
} from '../../../../features/passwords/index.ts';
import { noteNewPassword } from '../../../../features/sign-in/index.ts';
import type { Form } from '../../../../platform/http/index.ts';
import type { Problem } from '../../../../ui/index.ts';
import { answerPasswordCheck } from '../../new-password/check.ts';
import {
  EXPIRATION_FIELDS,
  expirationAsTyped,
  keepingExpiration,
  newPasswordChoiceOf,
} from '../../new-password/choice.ts';
import { newPasswordProblems } from '../../new-password/fields.page.ts';
import { changerOf } from '../changer.ts';
import { asksForCode, confirmIdentity } from '../confirm-identity.ts';
import { CURRENT_PASSWORD } from '../identity-fields.page.ts';
import type { AccountPagesDeps } from '../ports.ts';
import type { Page } from '../section.ts';
import type { Visit } from '../visit.ts';
import { done, HERE } from './notices.ts';
import { changePasswordPage } from './password.page.ts';

export const passwordPage = (deps: AccountPagesDeps): Page => ({
  path: '/password',
  show: async (visit) => {
    const present = await keepingExpiration(deps, visit.account.id, visit.typedBefore);
    return changePasswordPage(visit, await contentOf(deps, visit, present, []));
  },
  keeps: EXPIRATION_FIELDS,
  async submit(visit, given) {
    const form = await keepingExpiration(deps, visit.account.id, given);
    const again = async (problems: Problem[]) => ({
      again: changePasswordPage(visit, await contentOf(deps, visit, form, problems)),
      status: 422 as const,
    });
    const choice = newPasswordChoiceOf(form);
    const judged = judgeNewPasswordChoice(deps, visit.account, choice, deps.clock.now());
    // First what costs nothing: a code that was given for a password that cannot be is spent.
    if (!judged.ok) return again(problemsOf(judged.error));
    const confirmed = await confirmIdentity(deps, visit, form, 'factor');
    if (!confirmed.ok) return again([enterAgain, ...confirmed.error]);
    const { nextId } = visit;
    const changing = { given: form[CURRENT_PASSWORD] ?? '', choice, nextId };
    const changed = await changePassword(deps, changerOf(visit), changing);
    if (changed.ok) {
      nextId.send();
      const device = deps.sealing.digest(visit.c.get('browser'), 'device');
      await noteNewPassword(deps.db, visit.account.id, device, deps.clock.now());
      return done('password');
    }
    if (changed.error === 'session-over') return 'session-over';
    return again(problemsOf(changed.error));
  },
});

/** For the checklist, as at registration. */
export const passwordChecks = (deps: AccountPagesDeps): Page => ({
  path: '/password/check',
  show: () => ({ goTo: `${HERE}/password` }),
  submit: (visit) => answerPasswordCheck(deps, visit.c, visit.account),
});

/** A password is never sent back, so both fields come up empty. */
const enterAgain: Problem = { field: 'password', message: 'Enter the new password again, in both fields.' };

const problemsOf = (refusal: NewPasswordRefusal): Problem[] =>
  newPasswordProblems(refusal, { length: passwordLength, typed: refusal.password.length === 0 });

const contentOf = async (deps: AccountPagesDeps, visit: Visit, form: Form, problems: readonly Problem[]) => ({
  askForCode: await asksForCode(deps, visit, 'factor'),
  length: passwordLength,
  ...expirationAsTyped(form),
  problems,
});
