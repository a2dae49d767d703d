import { normaliseEmail } from '../../../features/accounts/index.ts';
import {
  findOpenRegistration,
  openRegistrationsOf,
  registrationStep,
  startRegistration,
} from '../../../features/registration/index.ts';
import { type PageContext, readForm } from '../../../platform/http/index.ts';
import { emailProblem } from '../contact-details/email-field.page.ts';
import { answerTooMany } from '../errors/index.ts';
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
    startPage({ ...(await contentOf(deps, c, origin)), email: '', problems: [], ended: ended !== undefined }),
  );
}

export async function submitStart(deps: RegisterPagesDeps, c: PageContext): Promise<Response> {
  const form = readForm(c);
  const origin = await originOf(deps, c, form['attempt']);
  const chosen = { browser: c.get('browser'), id: form['unfinished'] ?? '' };
  const unfinished = chosen.id === '' ? undefined : await findOpenRegistration(deps, chosen);
  if (unfinished) return start(deps, c, unfinished.email, origin);
  const email = normaliseEmail(form['email'] ?? '');
  if (email.ok) return start(deps, c, email.value, origin);
  const content = { ...(await contentOf(deps, c, origin)), email: form['email'] ?? '', ended: false };
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

/** Of registrations that can go on, as many as are easily told apart. */
const MOST_UNFINISHED = 3;

const contentOf = async (
  deps: RegisterPagesDeps,
  c: PageContext,
  { attemptId, attempt }: Origin,
): Promise<Pick<StartPage, 'shell' | 'csrf' | 'attemptId' | 'panel' | 'unfinished'>> => ({
  shell: deps.shell(c),
  csrf: c.get('csrf'),
  attemptId,
  panel: makingPanel(attempt),
  unfinished: (await openRegistrationsOf(deps, { browser: c.get('browser') }))
    .slice(0, MOST_UNFINISHED)
    .map(({ id, email }) => ({ id, email })),
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
  return answerTooMany(deps, c, {
    retryAt: started.error.retryAt,
    reason: 'Many people have begun to register from your network in the last hour.',
    back: { href: anotherHref(deps, attemptId), text: 'Back' },
    panel: makingPanel(attempt),
  });
}
