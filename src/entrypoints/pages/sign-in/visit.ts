import { isActive } from '../../../features/accounts/index.ts';
import { type Destination, findDestination, type Service } from '../../../features/services/index.ts';
import {
  type Attempt,
  type ClosedAttempt,
  loadSituation,
  nextStep,
  openAttempt,
  type Situation,
  type Step as StepName,
  type Visitor,
} from '../../../features/sign-in/index.ts';
import { ok, type Result, refuse } from '../../../kernel/index.ts';
import { type PageContext, referenceOf } from '../../../platform/http/index.ts';
import type { Panel, Shell } from '../../../ui/index.ts';
import { serviceClass } from '../../../ui/index.ts';
import { visitorOf } from '../request/visitor.ts';
import { attemptCookie } from './attempt-cookies.ts';
import type { SignInPagesDeps } from './ports.ts';

/** One request of a browser inside its own attempt. */
export interface Visit {
  c: PageContext;
  attempt: Attempt;
  situation: Situation;
  /** What the hub says is to be done now. */
  due: StepName;
  /** Where it leads to. */
  service: Destination;
  shell: Shell;
  csrf: string;
  visitor: Visitor;
  /** Address of the hub. */
  hub: string;
}

/**
 * Lets the browser into the attempt that the path names, and finds out where it stands.
 * @param open `reopenAtPassword`, for a password that is sent once more
 */
export async function visitOf(
  deps: SignInPagesDeps,
  c: PageContext,
  open = openAttempt,
): Promise<Result<Visit, ClosedAttempt>> {
  const id = c.req.param('attempt') ?? '';
  c.set('reference', referenceOf(deps.sealing, id));
  const opened = await open(deps, {
    id,
    interaction: deps.provider.interactionOf(c.env.incoming),
    secret: deps.cookies.read(c, attemptCookie(id)),
  });
  if (!opened.ok) return opened;
  const attempt = await withLiveSession(deps, c, opened.value);
  const service = findDestination(deps, attempt.serviceId);
  if (!service) return refuse({ reason: 'unknown' });
  const situation = await loadSituation(deps, attempt);
  return ok({
    c,
    attempt,
    situation,
    due: nextStep(situation.facts),
    service,
    shell: deps.shell(c),
    csrf: c.get('csrf'),
    visitor: visitorOf(c),
    hub: `/sign-in/${id}`,
  });
}

/** The session that the attempt began with counts while it lives: another tab may have signed out since. */
async function withLiveSession(deps: SignInPagesDeps, c: PageContext, attempt: Attempt): Promise<Attempt> {
  if (!attempt.session) return attempt;
  const live = await deps.provider.currentSession(c.env.incoming);
  const goesOn = live?.accountId === attempt.session.accountId;
  return { ...attempt, session: goesOn ? { ...attempt.session, uid: live.uid } : undefined };
}

/** Gives the browser the attempt's cookie; it replaces the one before. */
export const handOut = (
  { cookies, clock }: Pick<SignInPagesDeps, 'cookies' | 'clock'>,
  c: PageContext,
  { id, expiresAt }: Pick<Attempt, 'id' | 'expiresAt'>,
  secret: string,
): void => cookies.write(c, attemptCookie(id), secret, expiresAt - clock.now());

/** Expires what this browser holds of an attempt, by name and path, so that nothing stale is left in its way. */
export function forget(deps: SignInPagesDeps, c: PageContext, attemptId: string): void {
  deps.cookies.clear(c, attemptCookie(attemptId));
  for (const cookie of deps.provider.expiredCookies(attemptId))
    c.header('Set-Cookie', cookie, { append: true });
}

/** The information panel of every step: the service, what is happening, what comes next. */
export const panelOf = (service: Pick<Destination, 'id' | 'name'>, now: string, next: string): Panel => ({
  service: service.name,
  serviceClass: serviceClass(service.id),
  now,
  next,
});

/** The address of the person that is being signed in, as it is shown. */
export const addressOf = ({ attempt, situation }: Visit): string =>
  attempt.email ?? situation.account?.email ?? '';

/** The service whose account is asked for. @throws where the hub would not have let the step run */
export function askedServiceOf({ service }: Pick<Visit, 'service'>): Service {
  if (!service.service) throw new Error('This step was reached without a service.');
  return service.service;
}

/** Whether the service asked for another service account than the linked one: that one stays linked. */
export const onlyThisOnce = ({ attempt }: Visit): boolean =>
  attempt.request.prompts.includes('select_account');

/**
 * What comes after a page, for its panel: the same whether or not there is a link, which nobody is told before
 * everything is proven.
 * @param when the beginning of the sentence
 */
export function whatFollows(visit: Visit, when = 'After this'): string {
  const { name, service } = visit.service;
  if (!service) return `${when} you go on to ${name}.`;
  return onlyThisOnce(visit)
    ? `${when} you choose the account that opens ${name} this once.`
    : `${when} you go on to ${name}, or link it first.`;
}

/** The account that has proven itself. @throws where the hub would not have let the step run */
export function provenAccountOf({ situation }: Visit) {
  if (situation.facts.proven.password === 'no' || !isActive(situation.account)) {
    throw new Error('This step was reached without a proven account.');
  }
  return situation.account;
}
