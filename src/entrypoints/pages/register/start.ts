import { normaliseEmail } from '../../../features/accounts/index.ts';
import { registrationStep, startRegistration } from '../../../features/registration/index.ts';
import { type PageContext, readForm } from '../../../platform/http/index.ts';
import type { RegisterPagesDeps } from './ports.ts';
import { registrationsHaveToWaitPage } from './registrations-have-to-wait.page.ts';
import { emailProblem, startPage } from './start.page.ts';
import { visitOf } from './visit.ts';

/**
 * Where registration begins. It begins by itself only with the address that was typed in this browser's own
 * sign-in attempt: a link from elsewhere can fill the address in, and do no more.
 */
export async function showStart(deps: RegisterPagesDeps, c: PageContext): Promise<Response> {
  const { email = '', attempt: attemptId, another, ended } = c.req.query();
  const typed = normaliseEmail(email);
  const attempt = attemptId === undefined ? undefined : await deps.describeAttempt(c, attemptId);
  if (typed.ok && attempt && attempt.email === typed.value) return start(deps, c, typed.value, attemptId);

  const visit = email === '' && another === undefined ? await visitOf(deps, c) : undefined;
  if (visit) return c.redirect(`/register/${registrationStep(visit.registration)}`, 303);
  const known = attempt && attemptId;
  return c.html(
    startPage({
      shell: deps.shell(c),
      csrf: c.get('csrf'),
      email,
      attemptId: known,
      problems: [],
      ended: ended !== undefined,
    }),
  );
}

export async function submitStart(deps: RegisterPagesDeps, c: PageContext): Promise<Response> {
  const form = readForm(c);
  const email = normaliseEmail(form['email'] ?? '');
  // Only a pointer: each page asks again whether that attempt is alive, and this browser's own.
  const attemptId = form['attempt'];
  if (email.ok) return start(deps, c, email.value, attemptId);
  const content = {
    shell: deps.shell(c),
    csrf: c.get('csrf'),
    email: form['email'] ?? '',
    attemptId,
    ended: false,
  };
  return c.html(startPage({ ...content, problems: [emailProblem] }), 422);
}

async function start(
  deps: RegisterPagesDeps,
  c: PageContext,
  email: string,
  attemptId: string | undefined,
): Promise<Response> {
  const started = await startRegistration(deps, {
    browser: c.get('browser'),
    email,
    attemptId,
    address: c.get('address'),
  });
  if (started.ok) return c.redirect('/register', 303);
  const wait = { retryAt: started.error.retryAt, now: deps.clock.now() };
  return c.html(registrationsHaveToWaitPage(deps.shell(c), wait), 429);
}
