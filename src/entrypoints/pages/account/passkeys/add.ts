import { offerNewPasskey } from '../../../../features/passkeys/index.ts';
import {
  addPasskey,
  type Binding,
  findBindingToken,
  isJustRegistered,
  mayBind,
  type PasskeyAddRefusal,
  permitBinding,
  sendBindingToken,
  takeBindingToken,
} from '../../../../features/second-factor/index.ts';
import type { Form } from '../../../../platform/http/index.ts';
import { type Banner, durationText, type Html, type Problem } from '../../../../ui/index.ts';
import { browserInWords } from '../../browser-words.ts';
import { bindingTokenProblem } from '../../otp-app.page.ts';
import { endPending } from '../authentication/end-pending.ts';
import { done } from '../authentication/notices.ts';
import { changerOf } from '../changer.ts';
import { asksForCode, confirmIdentity } from '../confirm-identity.ts';
import type { AccountPagesDeps } from '../ports.ts';
import type { Answer, Page } from '../section.ts';
import type { Visit } from '../visit.ts';
import { addedPage, identityPage, makePage, tokenPage } from './add.page.ts';

const ADD = '/account/passkeys/add';

/**
 * Adding a passkey: password (and a code of the factor that there is) first; where there is none yet, the emailed token
 * too, so that a stolen session and password do not bind the thief's device; then the browser makes it. The first factor
 * comes with recovery codes.
 */
export const addPasskeyPage = (deps: AccountPagesDeps): Page => ({
  path: '/add',
  async show(visit) {
    switch (await stageOf(deps, visit)) {
      case 'identity':
        return showIdentity(deps, visit, []);
      case 'token':
        return tokenPage(visit, { token: '', notice: undefined, problems: [] });
      case 'make':
        return showMake(deps, visit, undefined);
    }
  },
  async submit(visit, form) {
    switch (await stageOf(deps, visit)) {
      case 'identity':
        return submitIdentity(deps, visit, form);
      case 'token':
        return form['act'] === 'send' ? sendAgain(deps, visit) : submitToken(deps, visit, form);
      case 'make':
        // A page from before: what it asked for is proven already.
        return form['passkey'] ? submitPasskey(deps, visit, form['passkey']) : { goTo: ADD };
    }
  },
});

const bindingOf = ({ secondFactor }: Visit): Binding => (secondFactor ? 'next' : 'first');
const placeOf = ({ c, session }: Visit) => ({ place: session.uid, browser: c.get('browser') });

/** What is to be done next, by what has been proven in this session. */
async function stageOf(deps: AccountPagesDeps, visit: Visit): Promise<'identity' | 'token' | 'make'> {
  const binding = bindingOf(visit);
  if (await mayBind(deps, placeOf(visit), binding)) return 'make';
  if (binding === 'next') return 'identity';
  const { state } = await findBindingToken(deps, placeOf(visit));
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
    return { goTo: ADD };
  }
  const notice = await sendToken(deps, visit);
  return notice ? { again: await showIdentity(deps, visit, [], notice), status: 429 } : { goTo: ADD };
}

/** @returns what to say where none could be sent just now */
async function sendToken(deps: AccountPagesDeps, visit: Visit): Promise<Banner | undefined> {
  const sent = await sendBindingToken(deps, placeOf(visit), visit.account);
  if (sent.ok) return undefined;
  const wait = durationText(sent.error.retryAt - deps.clock.now());
  return {
    tone: 'warning',
    title: 'No token was sent just now',
    text: `Tokens to one address are sent one minute apart, and five an hour. Wait ${wait}, then try again.`,
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
  return taken.ok ? { goTo: ADD } : again(bindingTokenProblem(taken.error));
}

async function showMake(
  deps: AccountPagesDeps,
  visit: Visit,
  refusal: Exclude<PasskeyAddRefusal, 'not-permitted'> | undefined,
): Promise<Html> {
  const options = await offerNewPasskey(deps, { account: visit.account, place: visit.session.uid });
  return makePage(visit, { options, refusal });
}

async function submitPasskey(deps: AccountPagesDeps, visit: Visit, posted: string): Promise<Answer> {
  const name = browserInWords(visit.c.req.header('user-agent'));
  const added = await addPasskey({ ...deps, endPending }, changerOf(visit), { posted, name });
  if (added.ok) {
    const { recoveryCodes } = added.value;
    return recoveryCodes ? addedPage(visit, recoveryCodes) : done('passkey-added');
  }
  if (added.error === 'not-permitted') return { goTo: ADD };
  return { again: await showMake(deps, visit, added.error), status: 422 };
}
