import { changeExpiration } from '../../../../features/passwords/index.ts';
import type { Form } from '../../../../platform/http/index.ts';
import type { Problem } from '../../../../ui/index.ts';
import {
  EXPIRATION_FIELDS,
  expirationAsTyped,
  keepingExpiration,
  newPasswordChoiceOf,
} from '../../new-password/choice.ts';
import { newPasswordProblems } from '../../new-password/fields.page.ts';
import { changerOf } from '../changer.ts';
import { asksForCode, confirmIdentity } from '../confirm-identity.ts';
import type { AccountPagesDeps } from '../ports.ts';
import type { Page } from '../section.ts';
import type { Visit } from '../visit.ts';
import { changeExpirationPage } from './expiration.page.ts';
import { done } from './notices.ts';

export const expirationPage = (deps: AccountPagesDeps): Page => ({
  path: '/expiration',
  show: async (visit) => {
    const present = await keepingExpiration(deps, visit.account.id, visit.typedBefore);
    return changeExpirationPage(visit, await contentOf(deps, visit, present, []));
  },
  keeps: EXPIRATION_FIELDS,
  async submit(visit, given) {
    const form = await keepingExpiration(deps, visit.account.id, given);
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
    if (changed.error === 'session-over') return 'session-over';
    const refusal = { password: [], confirmation: undefined, expiration: changed.error };
    return again(newPasswordProblems(refusal, { length: { min: 0, max: 0 }, typed: false }));
  },
});

const contentOf = async (deps: AccountPagesDeps, visit: Visit, form: Form, problems: readonly Problem[]) => ({
  askForCode: await asksForCode(deps, visit, 'factor'),
  ...expirationAsTyped(form),
  problems,
});
