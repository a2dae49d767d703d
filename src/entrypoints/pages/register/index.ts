// Registration: the wizard of six steps. Each step is one page and one operation; what it accepts is kept, so that
// the same browser can go on at any time until the registration expires.
//   GET  /register                begins, or goes on at the step where this browser's registration is
//   GET  /register/:step          its page; a step whose turn has not come leads to the one whose turn it is
//   POST /register/:step          its operation; accepted → the next step, refused → its page again; the form of
//                                 another tab's registration → a page that says so
//   POST /register/new-token      sends another token
//   GET  /register/where-is-my-email   what became of the email with the token
//   GET, POST /register/email     another address for this registration, for whoever mistyped it
//   POST /register/password/check what is wrong with a password that is being typed
// visit.ts finds the browser's registration; the files named after the steps say the rest.
import { Hono } from 'hono';
import { mayVisit, registrationStep, registrationSteps } from '../../../features/registration/index.ts';
import { spendTry } from '../../../features/throttle/index.ts';
import { type PageContext, type PageEnv, readForm } from '../../../platform/http/index.ts';
import { answerTooMany } from '../errors/index.ts';
import { answerByGet, keptAnswer } from '../refusals/refused-form.ts';
import { contactStep } from './contact.ts';
import { showCorrectEmail, submitCorrectEmail } from './correct-email.ts';
import { doneStep } from './done.ts';
import { answerOtherRegistration, isOfThisRegistration } from './other-registration.ts';
import { checkTypedPassword, passwordStep } from './password.ts';
import type { RegisterPagesDeps } from './ports.ts';
import { questionsStep } from './questions.ts';
import { secondFactorStep } from './second-factor.ts';
import { showStart, submitStart } from './start.ts';
import type { Step, Submitted } from './step.ts';
import { otherBrowserPage } from './verify-email.page.ts';
import { sendNewToken, tokenOfLink, verifyEmailStep } from './verify-email.ts';
import { type Visit, visitOf } from './visit.ts';
import { showReport } from './where-is-my-email.ts';

export type { AttemptDescription, RegisterPagesDeps } from './ports.ts';
export { registrationOfReference } from './visit.ts';

export function registerPages(deps: RegisterPagesDeps): Hono<PageEnv> {
  const atStep = stepsOf(deps);
  return new Hono<PageEnv>()
    .get('/register', async (c) => (await keptAnswer(deps, c, BOUND_TO)) ?? showStart(deps, c))
    .post('/register', async (c) => answerByGet(deps, c, await submitStart(deps, c), BOUND_TO))
    .post('/register/password/check', (c) => checkTypedPassword(deps, c))
    .post('/register/new-token', (c) =>
      atStep(c, 'verify-email', async (visit) => c.redirect(await sendNewToken(deps, visit), 303)),
    )
    .get('/register/where-is-my-email', (c) => atStep(c, 'verify-email', (visit) => showReport(deps, visit)))
    .get('/register/email', (c) => atStep(c, 'verify-email', (visit) => showCorrectEmail(visit)))
    .post('/register/email', (c) => atStep(c, 'verify-email', (visit) => submitCorrectEmail(deps, visit)))
    .get('/register/:step', (c) =>
      atStep(c, c.req.param('step'), async (visit, step) => c.html(await step.show(visit))),
    )
    .post('/register/:step', (c) =>
      atStep(c, c.req.param('step'), async (visit, step) =>
        withinBudget(deps, c, step, async () => answer(c, step, await step.submit(visit, readForm(c)))),
      ),
    );
}

/**
 * Whoever registers costs us hashes before anything is known of them: from one network so many at a time, or they would
 * keep everybody else from signing in.
 */
async function withinBudget(
  deps: RegisterPagesDeps,
  c: PageContext,
  { hashes }: Step,
  then: () => Promise<Response>,
): Promise<Response> {
  const spent = hashes ? await spendTry(deps, 'registration-hashes', c.get('address')) : undefined;
  return !spent || spent.ok ? then() : answerTooMany(deps, c, spent.error);
}

/** Lets this browser's registration into the step that the address names, if its turn has come. */
function stepsOf(deps: RegisterPagesDeps) {
  const steps = new Map<string, Step>(
    [
      contactStep(deps),
      passwordStep(deps),
      secondFactorStep(deps),
      questionsStep(deps),
      verifyEmailStep(deps),
      doneStep(deps),
    ].map((step) => [step.name, step]),
  );
  const atStep = async (c: PageContext, name: string, then: Then): Promise<Response> => {
    const visit = await visitOf(deps, c);
    if (!visit) return withoutRegistration(deps, c, name);
    const form = c.req.method === 'POST' ? readForm(c) : undefined;
    if (form && !isOfThisRegistration(visit, form)) return answerOtherRegistration(deps, visit, form);
    const step = steps.get(name);
    if (step && mayVisit(step.name, visit.registration)) return then(visit, step);
    return c.redirect(`/register/${registrationStep(visit.registration)}`, 303);
  };
  return async (c: PageContext, name: string, then: Then): Promise<Response> =>
    (await keptAnswer(deps, c, BOUND_TO)) ?? answerByGet(deps, c, await atStep(c, name, then), BOUND_TO);
}

type Then = (visit: Visit, step: Step) => Response | Promise<Response>;

/** A registration is its browser's, and so is the page of each of its forms. */
const BOUND_TO = 'registration';

function answer(c: PageContext, step: Step, submitted: Submitted): Response | Promise<Response> {
  if (submitted === 'accepted') return c.redirect(nextOf(step), 303);
  // Asked for once more, the step's page leads to where the registration has come to.
  if (submitted === 'ended') return c.redirect(`/register/${step.name}`, 303);
  return c.html(submitted.again, submitted.status);
}

/** A step that was gone back to leads on to the one after it: everything entered is seen again on the way. */
const nextOf = ({ name }: Step): string =>
  `/register/${registrationSteps[registrationSteps.indexOf(name) + 1] ?? 'done'}`;

/** No registration in this browser: it has expired, or it is in another one. */
function withoutRegistration(
  deps: RegisterPagesDeps,
  c: PageContext,
  step: string,
): Response | Promise<Response> {
  const isLinkOfEmail = step === 'verify-email' && c.req.query('token') !== undefined;
  if (!isLinkOfEmail) return c.redirect('/register?ended=yes', 303);
  return c.html(otherBrowserPage(deps.shell(c), { token: tokenOfLink(c) }));
}
