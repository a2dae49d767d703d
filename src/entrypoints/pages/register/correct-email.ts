import { normaliseEmail } from '../../../features/accounts/index.ts';
import { type CorrectionRefusal, correctAddress } from '../../../features/registration/index.ts';
import { companyWantsSecondFactor } from '../../../features/sign-in/index.ts';
import type { Instant } from '../../../kernel/index.ts';
import { type PageContext, readForm } from '../../../platform/http/index.ts';
import { durationText, type Problem } from '../../../ui/index.ts';
import { emailProblem } from '../contact-details/email-field.page.ts';
import { refusalStatus } from '../refusals/refusal-status.ts';
import { type CorrectEmailPage, correctEmailPage } from './correct-email.page.ts';
import type { RegisterPagesDeps } from './ports.ts';
import { sendNewToken } from './verify-email.ts';
import { circumstancesOf, panelOf, stepContent, type Visit } from './visit.ts';

/** For whoever mistyped the address: another one, and nothing else to enter again. */
export const showCorrectEmail = (visit: Visit): Response | Promise<Response> =>
  visit.c.html(correctEmailPage({ ...contentOf(visit), typed: visit.registration.email }));

export async function submitCorrectEmail(deps: RegisterPagesDeps, visit: Visit): Promise<Response> {
  const { c, registration } = visit;
  const typed = readForm(c)['email'] ?? '';
  const again = (rest: Partial<CorrectEmailPage>, status: 422 | 429) =>
    c.html(correctEmailPage({ ...contentOf(visit), typed, ...rest }), status);

  const email = normaliseEmail(typed);
  if (!email.ok) return again({ problems: [emailProblem] }, 422);
  const done = await correctAddress(deps, registration, {
    email: email.value,
    secondFactorRequired: companyWantsSecondFactor(deps, email.value),
    ...circumstancesOf(visit),
  });
  if (done.ok && done.value === 'corrected') {
    await carryAddress(deps, c, { attemptId: registration.attemptId, email: email.value });
    return c.redirect('/register/verify-email?sent=corrected', 303);
  }
  // The address that it has: what the button says is done all the same.
  if (done.ok) return c.redirect(await sendNewToken(deps, visit), 303);
  if (done.error === 'ended') return c.redirect('/register/verify-email', 303);
  const problems = [hasToWait(done.error, deps.clock.now())];
  return again({ problems }, refusalStatus(deps, c, done.error));
}

/** The sign-in attempt still has the address that was mistyped there, and would lead to registering that one anew. */
async function carryAddress(
  deps: RegisterPagesDeps,
  c: PageContext,
  { attemptId, email }: { attemptId: string | null; email: string },
): Promise<void> {
  if (attemptId !== null) await deps.carryAddress(c, { attemptId, email });
}

function hasToWait({ spent, retryAt }: Exclude<CorrectionRefusal, 'ended'>, now: Instant): Problem {
  const wait = `Try again in ${durationText(retryAt - now)}. Your address has not changed.`;
  switch (spent) {
    case 'network':
      return {
        field: 'email',
        message: `Many people have begun to register from your network in the last hour. ${wait}`,
      };
    case 'email':
      return {
        field: 'email',
        message: `Tokens to one address are sent one minute apart, and five an hour. ${wait}`,
      };
  }
}

const contentOf = (visit: Visit) => ({
  ...stepContent(visit),
  problems: [],
  notice: undefined,
  panel: panelOf(
    visit.attempt,
    'You are correcting the address of your new account.',
    'Next you enter the token that goes there.',
  ),
});
