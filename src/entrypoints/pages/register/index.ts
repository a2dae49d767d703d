// Registration: the wizard of six steps. Each step is one page and one operation; what it accepts is kept, so that
// the same browser can go on at any time until the registration expires.
//   GET  /register                begins, or goes on at the step where this browser's registration is
//   GET  /register/:step          its page; a step whose turn has not come leads to the one whose turn it is
//   POST /register/:step          its operation; accepted → the next step, refused → its page again
//   POST /register/new-token      sends another token
//   POST /register/password/check what is wrong with a password that is being typed
// visit.ts finds the browser's registration; the files named after the steps say the rest.
import { Hono } from 'hono';
import { mayVisit, registrationStep, registrationSteps } from '../../../features/registration/index.ts';
import { type PageContext, type PageEnv, readForm } from '../../../platform/http/index.ts';
import { contactStep } from './contact.ts';
import { doneStep } from './done.ts';
import { checkTypedPassword, passwordStep } from './password.ts';
import type { RegisterPagesDeps } from './ports.ts';
import { questionsStep } from './questions.ts';
import { secondFactorStep } from './second-factor.ts';
import { showStart, submitStart } from './start.ts';
import type { Step } from './step.ts';
import { otherBrowserPage } from './verify-email.page.ts';
import { sendNewToken, tokenOfLink, verifyEmailStep } from './verify-email.ts';
import { type Visit, visitOf } from './visit.ts';

export type { AttemptDescription, RegisterPagesDeps } from './ports.ts';

export function registerPages(deps: RegisterPagesDeps): Hono<PageEnv> {
  const steps = new Map<string, Step>(
    [
      contactStep(deps),
      passwordStep(deps),
      secondFactorStep(deps),
      questionsStep(deps),
      verifyEmailStep(deps),
      doneStep,
    ].map((step) => [step.name, step]),
  );

  const atStep = async (
    c: PageContext,
    name: string,
    then: (visit: Visit, step: Step) => Response | Promise<Response>,
  ) => {
    const visit = await visitOf(deps, c);
    if (!visit) return withoutRegistration(deps, c, name);
    const step = steps.get(name);
    if (step && mayVisit(step.name, visit.registration)) return then(visit, step);
    return c.redirect(`/register/${registrationStep(visit.registration)}`, 303);
  };

  return new Hono<PageEnv>()
    .get('/register', (c) => showStart(deps, c))
    .post('/register', (c) => submitStart(deps, c))
    .post('/register/password/check', (c) => checkTypedPassword(deps, c, readForm(c)))
    .post('/register/new-token', (c) =>
      atStep(c, 'verify-email', async (visit) => {
        const sent = await sendNewToken(deps, visit);
        if (sent === 'accepted') return c.redirect('/register/verify-email?sent=yes', 303);
        return c.html(sent.again, sent.status);
      }),
    )
    .get('/register/:step', (c) =>
      atStep(c, c.req.param('step'), async (visit, step) => c.html(await step.show(visit))),
    )
    .post('/register/:step', (c) =>
      atStep(c, c.req.param('step'), async (visit, step) => {
        const submitted = await step.submit(visit, readForm(c));
        if (submitted === 'accepted') return c.redirect(nextOf(step), 303);
        return c.html(submitted.again, submitted.status);
      }),
    );
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
