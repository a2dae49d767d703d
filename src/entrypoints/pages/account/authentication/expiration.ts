import { changeExpiration, findPasswordTimes } from '../../../../features/passwords/index.ts';
import type { Form } from '../../../../platform/http/index.ts';
import type { Problem } from '../../../../ui/index.ts';
import { expirationAsTyped, newPasswordChoiceOf } from '../../new-password-choice.ts';
import { newPasswordProblems } from '../../new-password-fields.page.ts';
import { changerOf } from '../changer.ts';
import { asksForCode, confirmIdentity } from '../confirm-identity.ts';
import type { AccountPagesDeps } from '../ports.ts';
import type { Page } from '../section.ts';
import type { Visit } from '../visit.ts';
import { changeExpirationPage } from './expiration.page.ts';
import { done, HERE } from './notices.ts';

export const expirationPage = (deps: AccountPagesDeps): Page => ({
  path: '/expiration',
  show: async (visit) =>
    changeExpirationPage(visit, await contentOf(deps, visit, await presentChoice(deps, visit), [])),
  async submit(visit, form) {
    const again = async (problems: Problem[]) => ({
      again: changeExpirationPage(visit, await contentOf(deps, visit, form, problems)),
      status: 422 as const,
    });
    const confirmed = await confirmIdentity(deps, visit, form, 'factor');
    if (!confirmed.ok) return again(confirmed.error);
    const changed = await changeExpiration(
      deps,
      changerOf(visit),
      newPasswordChoiceOf(form).passwordExpiration,
    );
    if (changed.ok) return done('expiration');
    if (changed.error === 'session-over') return { goTo: HERE };
    const refusal = { password: [], confirmation: undefined, expiration: changed.error };
    return again(newPasswordProblems(refusal, { length: { min: 0, max: 0 }, typed: false }));
  },
});

/** As it was chosen last: one of the choices, or a date. */
async function presentChoice(deps: AccountPagesDeps, { account }: Visit): Promise<Form> {
  const chosen = (await findPasswordTimes(deps.db, account.id))?.expiration ?? 'never';
  return /^\d{4}-/.test(chosen)
    ? { passwordExpiration: 'date', passwordExpirationDate: chosen }
    : { passwordExpiration: chosen };
}

const contentOf = async (deps: AccountPagesDeps, visit: Visit, form: Form, problems: readonly Problem[]) => ({
  askForCode: await asksForCode(deps, visit, 'factor'),
  ...expirationAsTyped(form),
  problems,
});
