import { normaliseEmail } from '../../../features/accounts/index.ts';
import { registrationStep, startRegistration } from '../../../features/registration/index.ts';
import { type PageContext, readForm } from '../../../platform/http/index.ts';
import { emailProblem } from '../email-field.page.ts';
import { tooManyRequestsPage } from '../errors/index.ts';
import type { AttemptDescription, RegisterPagesDeps } from './ports.ts';
import { type StartPage, startPage } from './start.page.ts';
import { anotherHref, makingPanel, visitOf } from './visit.ts';

/** Where the person came from, if they came from a sign-in of this browser that is alive. */
interface Origin {
  attemptId: string | undefined;
  attempt: AttemptDescription | undefined;
}

/**
 * Where registration begins. It begins by itself only with the address that was typed in this browser's own
 * sign-in attempt, and takes it from there: an address in a link would stay in histories and logs.
 */
export async function showStart(deps: RegisterPagesDeps, c: PageContext): Promise<Response> {
  const { attempt: attemptId, another, ended } = c.req.query();
  const origin = await originOf(deps, c, attemptId);
  const typed = another === undefined ? origin.attempt?.email : undefined;
  if (typed !== undefined) return start(deps, c, typed, origin);

  const visit = another === undefined ? await visitOf(deps, c) : undefined;
  if (visit) return c.redirect(`/register/${registrationStep(visit.registration)}`, 303);
  return c.html(
    startPage({ ...contentOf(deps, c, origin), email: '', problems: [], ended: ended !== undefined }),
  );
}

export async function submitStart(deps: RegisterPagesDeps, c: PageContext): Promise<Response> {
  const form = readForm(c);
  const email = normaliseEmail(form['email'] ?? '');
  const origin = await originOf(deps, c, form['attempt']);
  if (email.ok) return start(deps, c, email.value, origin);
  const content = { ...contentOf(deps, c, origin), email: form['email'] ?? '', ended: false };
  return c.html(startPage({ ...content, problems: [emailProblem] }), 422);
}

async function originOf(
  deps: RegisterPagesDeps,
  c: PageContext,
  attemptId: string | undefined,
): Promise<Origin> {
  const attempt = attemptId === undefined ? undefined : await deps.describeAttempt(c, attemptId);
  return { attempt, attemptId: attempt && attemptId };
}

const contentOf = (
  deps: RegisterPagesDeps,
  c: PageContext,
  { attemptId, attempt }: Origin,
): Pick<StartPage, 'shell' | 'csrf' | 'attemptId' | 'panel'> => ({
  shell: deps.shell(c),
  csrf: c.get('csrf'),
  attemptId,
  panel: makingPanel(attempt),
});

async function start(
  deps: RegisterPagesDeps,
  c: PageContext,
  email: string,
  { attemptId, attempt }: Origin,
): Promise<Response> {
  const started = await startRegistration(deps, {
    browser: c.get('browser'),
    email,
    attemptId,
    address: c.get('address'),
  });
  if (started.ok) return c.redirect('/register', 303);
  const wait = tooManyRequestsPage(deps.shell(c), {
    retryAt: started.error.retryAt,
    now: deps.clock.now(),
    reason: 'Many people have begun to register from your network in the last hour.',
    back: { href: anotherHref(attemptId), text: 'Back' },
    panel: makingPanel(attempt),
    customerCare: deps.customerCare,
  });
  return c.html(wait, 429);
}
