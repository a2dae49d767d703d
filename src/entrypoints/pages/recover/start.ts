import { normaliseEmail } from '../../../features/accounts/index.ts';
import { beginRecovery } from '../../../features/recovery/index.ts';
import { type PageContext, readForm } from '../../../platform/http/index.ts';
import type { Panel } from '../../../ui/index.ts';
import { emailProblem } from '../contact-details/email-field.page.ts';
import { answerTooMany } from '../errors/index.ts';
import { visitorOf } from '../request/visitor.ts';
import type { AttemptDescription, RecoverPagesDeps } from './ports.ts';
import { writeRecoveryCookie } from './recovery-cookie.ts';
import { startPage } from './start.page.ts';
import { panelOf, type Visit, visitOf } from './visit.ts';

/** Where the person came from, if they came from a sign-in of this browser that is alive. */
interface Origin {
  attemptId: string | undefined;
  attempt: AttemptDescription | undefined;
}

/** Looking begins nothing. A recovery that is under way goes on, unless the person has come with another address. */
export async function showStart(deps: RecoverPagesDeps, c: PageContext): Promise<Response> {
  const { attempt: attemptId, another, ended } = c.req.query();
  const origin = await originOf(deps, c, attemptId);
  const visit = another === undefined ? await visitOf(deps, c) : undefined;
  if (visit && (ended !== undefined || goesOn(visit, origin)))
    return c.redirect(`/recover/${visit.due}`, 303);
  const content = contentOf(deps, c, origin);
  const email = origin.attempt?.email ?? '';
  return c.html(startPage({ ...content, email, problems: [], ended: ended !== undefined }));
}

/** One that is finished is shown to who was overtaken by its end; who comes anew begins anew. */
const goesOn = ({ due, recovery }: Visit, { attempt }: Origin): boolean =>
  due !== 'done' && (attempt === undefined || attempt.email === recovery.email);

export async function submitStart(deps: RecoverPagesDeps, c: PageContext): Promise<Response> {
  const form = readForm(c);
  const origin = await originOf(deps, c, form['attempt']);
  const email = normaliseEmail(form['email'] ?? '');
  if (!email.ok) {
    const content = { ...contentOf(deps, c, origin), email: form['email'] ?? '', ended: false };
    return c.html(startPage({ ...content, problems: [emailProblem] }), 422);
  }
  const start = { email: email.value, attemptId: origin.attemptId };
  const begun = await beginRecovery(deps, start, visitorOf(c));
  if (begun.ok) {
    writeRecoveryCookie(deps, c, begun.value);
    return c.redirect('/recover/choose', 303);
  }
  return answerTooMany(deps, c, {
    retryAt: begun.error.retryAt,
    reason: 'Many passwords were to be reset from your network in the last hour.',
    back: { href: hrefOf(origin.attemptId), text: 'Back' },
    panel: panel(origin),
  });
}

const hrefOf = (attemptId: string | undefined): string =>
  attemptId === undefined
    ? '/recover?another=yes'
    : `/recover?another=yes&attempt=${encodeURIComponent(attemptId)}`;

async function originOf(
  deps: RecoverPagesDeps,
  c: PageContext,
  attemptId: string | undefined,
): Promise<Origin> {
  const attempt = attemptId === undefined ? undefined : await deps.describeAttempt(c, attemptId);
  return { attempt, attemptId: attempt && attemptId };
}

const panel = ({ attempt }: Origin): Panel | undefined =>
  panelOf(attempt, 'First you prove that you are you, with a token and your security questions.');

const contentOf = (deps: RecoverPagesDeps, c: PageContext, origin: Origin) => ({
  shell: deps.shell(c),
  csrf: c.get('csrf'),
  attemptId: origin.attemptId,
  panel: panel(origin),
});
