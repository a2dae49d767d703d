import {
  type Binding,
  bindApp,
  findBindingToken,
  isJustRegistered,
  mayBind,
  permitBinding,
  sendBindingToken,
  takeBindingToken,
} from '../../../../features/second-factor/index.ts';
import { currentOffer } from '../../../../features/totp/index.ts';
import type { Form } from '../../../../platform/http/index.ts';
import { type Banner, durationText, type Html, type Problem } from '../../../../ui/index.ts';
import { bindingTokenProblem, newAppCodeProblem } from '../../otp-app.page.ts';
import { changerOf } from '../changer.ts';
import { asksForCode, confirmIdentity } from '../confirm-identity.ts';
import type { AccountPagesDeps } from '../ports.ts';
import type { Answer, Page } from '../section.ts';
import type { Visit } from '../visit.ts';
import { boundPage, identityPage, offerPage, tokenPage } from './app.page.ts';
import { endPending } from './end-pending.ts';
import { HERE } from './notices.ts';

const APP = `${HERE}/app`;

/**
 * Turning the OTP app on, or replacing it: password (and a code of the app before) first; for a first app the emailed
 * token too, so that a stolen session and password do not bind the thief's phone; then the QR code; then recovery codes.
 */
export const appPage = (deps: AccountPagesDeps): Page => ({
  path: '/app',
  async show(visit) {
    switch (await stageOf(deps, visit)) {
      case 'identity':
        return showIdentity(deps, visit, []);
      case 'token':
        return tokenPage(visit, { token: '', notice: undefined, problems: [] });
      case 'offer':
        return showOffer(deps, visit, []);
    }
  },
  async submit(visit, form) {
    switch (await stageOf(deps, visit)) {
      case 'identity':
        return submitIdentity(deps, visit, form);
      case 'token':
        return form['act'] === 'send' ? sendAgain(deps, visit) : submitToken(deps, visit, form);
      case 'offer':
        // A page from before: its password is not asked for any more.
        return form['code'] === undefined || form['token'] !== undefined
          ? { goTo: APP }
          : submitCode(deps, visit, form['code']);
    }
  },
});

const bindingOf = ({ secondFactor }: Visit): Binding => (secondFactor ? 'next' : 'first');

const placeOf = ({ c, session }: Visit) => ({ place: session.uid, browser: c.get('browser') });

/** What is to be done next, by what has been proven in this session. */
async function stageOf(deps: AccountPagesDeps, visit: Visit): Promise<'identity' | 'token' | 'offer'> {
  const binding = bindingOf(visit);
  const at = placeOf(visit);
  if (await mayBind(deps, at, binding)) return 'offer';
  if (binding === 'next') return 'identity';
  const { state } = await findBindingToken(deps, at);
  return state === 'none' || state === 'spent' ? 'identity' : 'token';
}

async function showIdentity(
  deps: AccountPagesDeps,
  visit: Visit,
  problems: readonly Problem[],
  notice?: Banner,
): Promise<Html> {
  const askForCode = await asksForCode(deps, visit, 'factor');
  return identityPage(visit, { askForCode, problems, notice });
}

async function submitIdentity(deps: AccountPagesDeps, visit: Visit, form: Form): Promise<Answer> {
  const confirmed = await confirmIdentity(deps, visit, form, 'factor');
  if (!confirmed.ok) return { again: await showIdentity(deps, visit, confirmed.error), status: 422 };
  const binding = bindingOf(visit);
  if (binding === 'next' || isJustRegistered(deps, visit.account)) {
    await permitBinding(deps, placeOf(visit), binding);
    return { goTo: APP };
  }
  const notice = await sendToken(deps, visit);
  return notice ? { again: await showIdentity(deps, visit, [], notice), status: 429 } : { goTo: APP };
}

/** @returns what to say where none could be sent just now */
async function sendToken(deps: AccountPagesDeps, visit: Visit): Promise<Banner | undefined> {
  const sent = await sendBindingToken(deps, placeOf(visit), visit.account);
  if (sent.ok) return undefined;
  return {
    tone: 'warning',
    title: 'No token was sent just now',
    text: `Tokens to one address are sent one minute apart, and five an hour. Wait ${durationText(sent.error.retryAt - deps.clock.now())}, then try again.`,
  };
}

const NEW_TOKEN_SENT: Banner = {
  tone: 'success',
  title: 'A new token is on its way',
  text: 'Only the newest token counts.',
};

async function sendAgain(deps: AccountPagesDeps, visit: Visit): Promise<Answer> {
  const refused = await sendToken(deps, visit);
  return tokenPage(visit, { token: '', notice: refused ?? NEW_TOKEN_SENT, problems: [] });
}

async function submitToken(deps: AccountPagesDeps, visit: Visit, form: Form): Promise<Answer> {
  const token = form['token'] ?? '';
  const again = (problem: Problem): Answer => ({
    again: tokenPage(visit, { token, notice: undefined, problems: [problem] }),
    status: 422,
  });
  if (token.trim() === '') return again(bindingTokenProblem('empty'));
  const taken = await takeBindingToken(deps, placeOf(visit), token);
  return taken.ok ? { goTo: APP } : again(bindingTokenProblem(taken.error));
}

async function showOffer(deps: AccountPagesDeps, visit: Visit, problems: readonly Problem[]): Promise<Html> {
  const { id, email } = visit.account;
  const place = visit.session.uid;
  const offer = await currentOffer(deps, { account: { id, email }, place, brand: deps.brandName });
  return offerPage(visit, { offer, now: deps.clock.now(), problems });
}

async function submitCode(deps: AccountPagesDeps, visit: Visit, code: string): Promise<Answer> {
  const bound = await bindApp({ ...deps, endPending }, changerOf(visit), code);
  if (bound.ok) return boundPage(visit, { ...bound.value, at: deps.clock.now() });
  if (bound.error.reason === 'not-permitted') return { goTo: APP };
  const problem = newAppCodeProblem(bound.error, deps.clock.now());
  return {
    again: await showOffer(deps, visit, [problem]),
    status: bound.error.reason === 'too-many-tries' ? 429 : 422,
  };
}
