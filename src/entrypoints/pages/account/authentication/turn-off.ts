import { turnOffApp } from '../../../../features/second-factor/index.ts';
import { listWhoRequireIt, type RequiringSecondFactor } from '../../../../features/sign-in/index.ts';
import { changerOf } from '../changer.ts';
import { asksForCode, confirmIdentity } from '../confirm-identity.ts';
import type { AccountPagesDeps } from '../ports.ts';
import type { Page } from '../section.ts';
import type { Visit } from '../visit.ts';
import { done, HERE } from './notices.ts';
import { turnOffPage as pageOf, requiredPage } from './turn-off.page.ts';

export const turnOffPage = (deps: AccountPagesDeps): Page => ({
  path: '/app/off',
  async show(visit) {
    if (!visit.secondFactor?.totp) return { goTo: HERE };
    const requiring = await inTheWay(deps, visit);
    if (requiring.length > 0) return requiredPage(visit, requiring);
    return pageOf(visit, { askForCode: await asksForCode(deps, visit, 'factor'), problems: [] });
  },
  async submit(visit, form) {
    if (!visit.secondFactor?.totp) return { goTo: HERE };
    const requiring = await inTheWay(deps, visit);
    if (requiring.length > 0) return { again: requiredPage(visit, requiring), status: 409 };
    const confirmed = await confirmIdentity(deps, visit, form, 'factor');
    if (!confirmed.ok) {
      const askForCode = await asksForCode(deps, visit, 'factor');
      return { again: pageOf(visit, { askForCode, problems: confirmed.error }), status: 422 };
    }
    // Of two factors that are removed at once, one would be the last.
    const mayBeLast = (await listWhoRequireIt(deps, visit.account)).length === 0;
    const off = await turnOffApp(deps, changerOf(visit), { mayBeLast });
    if (off.ok) return done('off');
    return off.error === 'session-over' ? 'session-over' : { goTo: `${HERE}/app/off` };
  },
});

/** Whoever has a passkey as well is not without a second factor. */
const inTheWay = (
  deps: AccountPagesDeps,
  { account, secondFactor }: Visit,
): Promise<RequiringSecondFactor[]> =>
  secondFactor && secondFactor.passkeys > 0 ? Promise.resolve([]) : listWhoRequireIt(deps, account);
