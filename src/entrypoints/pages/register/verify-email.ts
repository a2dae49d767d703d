import {
  type CompletionRefusal,
  completeRegistration,
  nextTokenAt,
  registrationStep,
  sendFirstToken,
  sendRegistrationToken,
  tokenBinding,
} from '../../../features/registration/index.ts';
import { findTokenStanding, tokenAsShown } from '../../../features/tokens/index.ts';
import type { PageContext } from '../../../platform/http/index.ts';
import type { Banner, Html } from '../../../ui/index.ts';
import { newTokenSent, tokenHasToWait, tokenProblem } from '../tokens/token-field.page.ts';
import { addressTakenPage } from './address-taken.page.ts';
import type { RegisterPagesDeps } from './ports.ts';
import { secondFactorRequired } from './second-factor-required.ts';
import type { Step } from './step.ts';
import { addressCorrected, verifyEmailPage } from './verify-email.page.ts';
import { circumstancesOf, panelOf, signInHref, stepContent, type Visit, visitOf } from './visit.ts';
import { reportOpensAt } from './where-is-my-email.ts';

export const verifyEmailStep = (deps: RegisterPagesDeps): Step => ({
  name: 'verify-email',
  async show(visit) {
    const sent = await sendFirstToken(deps, visit.registration, circumstancesOf(visit));
    // What sending has just changed is not in what was read before it.
    const now = sent.ok && visit.registration.tokenSentAt === null ? await visitOf(deps, visit.c) : visit;
    const notice = sent.ok
      ? await noticeOf(deps, visit)
      : tokenHasToWait(sent.error.retryAt, deps.clock.now());
    const token = tokenOfLink(visit.c) ?? '';
    return verifyEmailPage({ ...(await contentOf(deps, now ?? visit)), token, notice, problems: [] });
  },
  async submit(visit, form) {
    const token = form['token'] ?? '';
    const refusal = await tryToComplete(deps, visit, token);
    if (refusal === 'accepted' || refusal === 'address-taken') await carryAddress(deps, visit);
    if (refusal === 'accepted') return 'accepted';
    if (refusal === 'address-taken') return { again: addressTaken(deps, visit), status: 409 };
    const problems = [tokenProblem(refusal, 'email')];
    return { again: verifyEmailPage({ ...(await contentOf(deps, visit)), token, problems }), status: 422 };
  },
});

async function tryToComplete(
  deps: RegisterPagesDeps,
  visit: Visit,
  token: string,
): Promise<'accepted' | CompletionRefusal | 'empty'> {
  const completion = { token, ...circumstancesOf(visit) };
  const completed = await completeRegistration(deps, visit.registration, completion);
  if (completed.ok) return 'accepted';
  if (completed.error === 'address-taken') return 'address-taken';
  // Pressed twice: the first press has spent the token and made the account.
  const now = await visitOf(deps, visit.c);
  if (now && registrationStep(now.registration) === 'done') return 'accepted';
  return completed.error === 'malformed' && token.trim() === '' ? 'empty' : completed.error;
}

/** There is an account of that address now, and it is the person's own: signing in goes on with it. */
async function carryAddress(deps: RegisterPagesDeps, { c, registration }: Visit): Promise<void> {
  const { attemptId, email } = registration;
  if (attemptId !== null) await deps.carryAddress(c, { attemptId, email });
}

const addressTaken = ({ customerCare }: RegisterPagesDeps, visit: Visit): Html =>
  addressTakenPage(visit.shell, {
    email: visit.registration.email,
    signIn: signInHref(visit),
    panel: panelOf(
      visit.attempt,
      'Your address has an account already.',
      `Sign in with it, and go on to ${visit.attempt?.service.name}.`,
    ),
    customerCare,
  });

/**
 * Sends a new token, if its time has come.
 * @returns where the page is that says so; loaded again it sends nothing
 */
export async function sendNewToken(deps: RegisterPagesDeps, visit: Visit): Promise<string> {
  const sent = await sendRegistrationToken(deps, visit.registration, circumstancesOf(visit));
  return `/register/verify-email?sent=${sent.ok ? 'yes' : 'not-yet'}`;
}

/** The token that the link of the email carries. It fills the field, and is used up by nobody's looking. */
export const tokenOfLink = (c: PageContext): string | undefined => tokenAsShown(c.req.query('token') ?? '');

/** What became of asking for a new token. How long it has to wait, the budget knows. */
async function noticeOf(deps: RegisterPagesDeps, visit: Visit): Promise<Banner | undefined> {
  const { c, registration } = visit;
  const sent = c.req.query('sent');
  if (sent === 'yes') return newTokenSent;
  if (sent === 'corrected') return addressCorrected(secondFactorRequired(deps, visit));
  if (sent !== 'not-yet') return undefined;
  const retryAt = await nextTokenAt(deps, registration);
  return retryAt === undefined ? undefined : tokenHasToWait(retryAt, deps.clock.now());
}

const contentOf = async (deps: RegisterPagesDeps, visit: Visit) => ({
  ...stepContent(visit),
  mailFrom: deps.mailFrom,
  standing: await findTokenStanding(deps, tokenBinding(visit.registration)),
  now: deps.clock.now(),
  reportFrom: reportOpensAt(visit.registration),
  notice: undefined,
  panel: panelOf(
    visit.attempt,
    'You are proving that the email address is yours.',
    `Then your account is made, and you sign in to go on to ${visit.attempt?.service.name}.`,
  ),
});
