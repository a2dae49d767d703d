// "Forgot your password". Each step is one page and one operation; the same browser can go on where it was for an hour.
//   GET  /recover                asks for the address, or goes on at the step where this browser's recovery is
//   POST /recover                begins
//   GET  /recover/:step          its page; a step whose turn it is not leads to the one whose turn it is
//   POST /recover/:step          its operation; accepted → the next step, refused → its page again
//   POST /recover/new-token      sends another token the same way
//   POST /recover/new-password/check   what is wrong with a password that is being typed
// visit.ts finds the browser's recovery; the files named after the steps say the rest. No page tells whether the address
// has an account.
import { Hono } from 'hono';
import { mayVisit, RecoveryOver } from '../../../features/recovery/index.ts';
import { type PageContext, type PageEnv, readForm } from '../../../platform/http/index.ts';
import { answerByGet, keptAnswer } from '../refusals/refused-form.ts';
import { chooseStep } from './choose.ts';
import { codeStep } from './code.ts';
import { doneStep } from './done.ts';
import { checkTypedPassword, newPasswordStep } from './new-password.ts';
import type { RecoverPagesDeps } from './ports.ts';
import { questionsStep } from './questions.ts';
import { readRecoveryCookie } from './recovery-cookie.ts';
import { showStart, submitStart } from './start.ts';
import type { Step, Submitted } from './step.ts';
import { otherBrowserPage } from './token.page.ts';
import { sendNewToken, tokenOfLink, tokenStep } from './token.ts';
import { handOut, type Visit, visitOf } from './visit.ts';

export type { RecoverPagesDeps } from './ports.ts';
export { writeRecoveryCookie } from './recovery-cookie.ts';

export function recoverPages(deps: RecoverPagesDeps): Hono<PageEnv> {
  const atStep = stepsOf(deps);
  return new Hono<PageEnv>()
    .get('/recover', async (c) => (await keptAnswer(deps, c, AT_START)) ?? showStart(deps, c))
    .post('/recover', async (c) => answerByGet(deps, c, await submitStart(deps, c), AT_START))
    .post('/recover/new-password/check', async (c) => checkTypedPassword(deps, c, await visitOf(deps, c)))
    .post('/recover/new-token', (c) =>
      atStep(c, 'token', async (visit) => c.redirect(await sendNewToken(deps, visit), 303)),
    )
    .get('/recover/:step', (c) =>
      atStep(c, c.req.param('step'), async (visit, step) => c.html(await step.show(visit))),
    )
    .post('/recover/:step', (c) =>
      atStep(c, c.req.param('step'), async (visit, step) =>
        answer(deps, visit, await step.submit(visit, readForm(c))),
      ),
    );
}

/** Lets this browser's recovery into the step that the address names, if its turn has come. */
function stepsOf(deps: RecoverPagesDeps) {
  const steps = new Map<string, Step>(
    [
      chooseStep(deps),
      tokenStep(deps),
      questionsStep(deps),
      codeStep(deps),
      newPasswordStep(deps),
      doneStep,
    ].map((step) => [step.name, step]),
  );
  const atStep = async (c: PageContext, name: string, then: Then): Promise<Response> => {
    const visit = await visitOf(deps, c);
    if (!visit) return withoutRecovery(deps, c, name);
    const step = steps.get(name);
    const here = `/recover/${visit.due}`;
    if (!step || !mayVisit(step.name, visit.standing.facts)) return c.redirect(here, 303);
    // The form of another tab, which has begun for another address: nothing of it gets into this one.
    const isOther = c.req.method === 'POST' && readForm(c)['recovery'] !== visit.recovery.id;
    if (isOther) return c.redirect(`${here}?other=yes`, 303);
    try {
      return await then(visit, step);
    } catch (fault) {
      // Overtaken by another request: wherever it has led is where this one goes on.
      if (fault instanceof RecoveryOver) return c.redirect('/recover?ended=yes', 303);
      throw fault;
    }
  };
  return async (c: PageContext, name: string, then: Then): Promise<Response> =>
    (await keptAnswer(deps, c, boundTo(deps, c))) ??
    answerByGet(deps, c, await atStep(c, name, then), boundTo(deps, c));
}

type Then = (visit: Visit, step: Step) => Response | Promise<Response>;

const AT_START = 'recovery';

/** The recovery that this browser has, also where the form that was refused was its last one. */
const boundTo = (deps: RecoverPagesDeps, c: PageContext): string =>
  `recovery:${readRecoveryCookie(deps, c)?.id}`;

function answer(deps: RecoverPagesDeps, visit: Visit, submitted: Submitted): Response | Promise<Response> {
  const { c, recovery } = visit;
  if ('again' in submitted) return c.html(submitted.again, submitted.status);
  if (submitted.secret !== undefined) handOut(deps, c, recovery, submitted.secret);
  return c.redirect(submitted.next, 303);
}

/** No recovery in this browser: it has expired, or it is in another one. */
function withoutRecovery(deps: RecoverPagesDeps, c: PageContext, step: string): Response | Promise<Response> {
  const isLinkOfEmail = step === 'token' && c.req.query('token') !== undefined;
  if (!isLinkOfEmail) return c.redirect('/recover?ended=yes', 303);
  return c.html(otherBrowserPage(deps.shell(c), { token: tokenOfLink(c) }));
}
