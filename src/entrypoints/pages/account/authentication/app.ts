import { bindApp } from '../../../../features/second-factor/index.ts';
import { currentOffer } from '../../../../features/totp/index.ts';
import type { Html, Problem } from '../../../../ui/index.ts';
import { CODES_OF_SESSION_SPENT } from '../../second-factor/code-problem.page.ts';
import { newAppCodeProblem } from '../../second-factor/otp-app.page.ts';
import { bindingWizard } from '../binding-wizard.ts';
import { changerOf } from '../changer.ts';
import type { AccountPagesDeps } from '../ports.ts';
import type { Answer, Page } from '../section.ts';
import type { Visit } from '../visit.ts';
import { boundPage, identityPage, offerPage, tokenPage } from './app.page.ts';
import { HERE } from './notices.ts';

const APP = `${HERE}/app`;

/** Turning the OTP app on, or replacing it: at its end the QR code, then recovery codes. */
export const appPage = (deps: AccountPagesDeps): Page =>
  bindingWizard(deps, {
    path: '/app',
    here: APP,
    identity: identityPage,
    token: tokenPage,
    show: (visit) => showOffer(deps, visit, []),
    // A page from before: its password is not asked for any more.
    submit: async (visit, form) =>
      form['code'] === undefined || form['token'] !== undefined
        ? { goTo: APP }
        : submitCode(deps, visit, form['code']),
  });

async function showOffer(deps: AccountPagesDeps, visit: Visit, problems: readonly Problem[]): Promise<Html> {
  const { id, email } = visit.account;
  const place = visit.session.uid;
  const offer = await currentOffer(deps, { account: { id, email }, place, brand: deps.brandName });
  return offerPage(visit, { offer, now: deps.clock.now(), problems });
}

async function submitCode(deps: AccountPagesDeps, visit: Visit, code: string): Promise<Answer> {
  const { nextId } = visit;
  const bound = await bindApp(deps, changerOf(visit), { code, nextId });
  if (bound.ok) {
    nextId.send();
    return boundPage(visit, { ...bound.value, at: deps.clock.now() });
  }
  if (bound.error.reason === 'not-permitted') return { goTo: APP };
  const spent = bound.error.reason === 'attempt-spent';
  const problem = spent ? { field: 'code', message: CODES_OF_SESSION_SPENT } : newAppCodeProblem(bound.error);
  return { again: await showOffer(deps, visit, [problem]), status: spent ? 429 : 422 };
}
