import {
  type Binding,
  findBindingToken,
  isJustRegistered,
  mayBind,
  permitBinding,
  sendBindingToken,
  takeBindingToken,
} from '../../../features/second-factor/index.ts';
import { hasSignedInBefore } from '../../../features/sign-in/index.ts';
import type { Instant } from '../../../kernel/index.ts';
import type { Form } from '../../../platform/http/index.ts';
import type { Banner, Html, Problem } from '../../../ui/index.ts';
import { refusalStatus } from '../refusals/refusal-status.ts';
import { newTokenSent, tokenHasToWait, tokenProblem } from '../tokens/token-field.page.ts';
import { asksForCode, confirmIdentity } from './confirm-identity.ts';
import type { AskedCode } from './identity-fields.page.ts';
import type { AccountPagesDeps } from './ports.ts';
import type { Answer, Page } from './section.ts';
import type { Visit } from './visit.ts';

/** What comes before and after in the words of what is bound: an OTP app, or a passkey. */
export interface BindingPages {
  /** After `/account/<section>`. */
  path: string;
  /** The whole address. */
  here: string;
  identity(
    visit: Visit,
    shown: { askForCode: AskedCode; problems: readonly Problem[]; notice: Banner | undefined },
  ): Html;
  token(
    visit: Visit,
    shown: { token: string; notice: Banner | undefined; problems: readonly Problem[] },
  ): Html;
  /** The last page: what has to be proven first was. */
  show(visit: Visit): Promise<Html>;
  submit(visit: Visit, form: Form): Promise<Answer>;
}

/**
 * Binding a second factor: password (and a code of the factor that there is) first; where there is none yet, the emailed
 * token too, so that a stolen session and password do not bind the thief's device; then the factor itself.
 */
export const bindingWizard = (deps: AccountPagesDeps, pages: BindingPages): Page => ({
  path: pages.path,
  async show(visit) {
    switch (await stageOf(deps, visit)) {
      case 'identity':
        return showIdentity(deps, pages, visit);
      case 'token':
        return pages.token(visit, { token: '', notice: undefined, problems: [] });
      case 'factor':
        return pages.show(visit);
    }
  },
  async submit(visit, form) {
    switch (await stageOf(deps, visit)) {
      case 'identity':
        return submitIdentity(deps, pages, visit, form);
      case 'token':
        return form['act'] === 'send'
          ? sendAgain(deps, pages, visit)
          : submitToken(deps, pages, visit, form['token'] ?? '');
      case 'factor':
        return pages.submit(visit, form);
    }
  },
});

const bindingOf = ({ secondFactor }: Visit): Binding => (secondFactor ? 'next' : 'first');

const placeOf = ({ c, session }: Visit) => ({ place: session.uid, browser: c.get('browser') });

/** What is to be done next, by what has been proven in this session. */
async function stageOf(deps: AccountPagesDeps, visit: Visit): Promise<'identity' | 'token' | 'factor'> {
  const binding = bindingOf(visit);
  const at = placeOf(visit);
  if (await mayBind(deps, at, binding)) return 'factor';
  if (binding === 'next') return 'identity';
  const { state } = await findBindingToken(deps, at);
  return state === 'none' || state === 'spent' ? 'identity' : 'token';
}

async function showIdentity(
  deps: AccountPagesDeps,
  pages: BindingPages,
  visit: Visit,
  problems: readonly Problem[] = [],
  notice?: Banner,
): Promise<Html> {
  const askForCode = await asksForCode(deps, visit, 'factor');
  return pages.identity(visit, { askForCode, problems, notice });
}

async function submitIdentity(
  deps: AccountPagesDeps,
  pages: BindingPages,
  visit: Visit,
  form: Form,
): Promise<Answer> {
  const confirmed = await confirmIdentity(deps, visit, form, 'factor');
  if (!confirmed.ok) return { again: await showIdentity(deps, pages, visit, confirmed.error), status: 422 };
  const binding = bindingOf(visit);
  if (binding === 'next' || isJustRegistered(deps, visit.account)) {
    await permitBinding(deps, placeOf(visit), binding);
    return { goTo: pages.here };
  }
  const refused = await sendToken(deps, visit);
  if (!refused) return { goTo: pages.here };
  const again = await showIdentity(deps, pages, visit, [], tokenHasToWait(refused.retryAt, deps.clock.now()));
  return { again, status: refusalStatus(deps, visit.c, refused) };
}

/** @returns until when the next one has to wait, where none could be sent just now */
async function sendToken(deps: AccountPagesDeps, visit: Visit): Promise<{ retryAt: Instant } | undefined> {
  const { account, c } = visit;
  const device = deps.sealing.digest(c.get('browser'), 'device');
  const known = await hasSignedInBefore(deps.db, account.id, device);
  const sent = await sendBindingToken(deps, placeOf(visit), account, known ? device : undefined);
  return sent.ok ? undefined : sent.error;
}

async function sendAgain(deps: AccountPagesDeps, pages: BindingPages, visit: Visit): Promise<Answer> {
  const refused = await sendToken(deps, visit);
  const again = pages.token(visit, {
    token: '',
    notice: refused ? tokenHasToWait(refused.retryAt, deps.clock.now()) : newTokenSent,
    problems: [],
  });
  return { again, status: 200 };
}

async function submitToken(
  deps: AccountPagesDeps,
  pages: BindingPages,
  visit: Visit,
  token: string,
): Promise<Answer> {
  const again = (problem: Problem): Answer => ({
    again: pages.token(visit, { token, notice: undefined, problems: [problem] }),
    status: 422,
  });
  if (token.trim() === '') return again(tokenProblem('empty', 'email'));
  const { email } = visit.account;
  const taken = await takeBindingToken(deps, placeOf(visit), { email, typed: token });
  return taken.ok ? { goTo: pages.here } : again(tokenProblem(taken.error, 'email'));
}
