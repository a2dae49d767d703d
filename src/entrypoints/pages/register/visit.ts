import {
  type Circumstances,
  findRegistration,
  type Registration,
} from '../../../features/registration/index.ts';
import { type PageContext, referenceOf } from '../../../platform/http/index.ts';
import { type Link, type Panel, type Shell, serviceClass } from '../../../ui/index.ts';
import { visitorOf } from '../request/visitor.ts';
import type { AttemptDescription, RegisterPagesDeps } from './ports.ts';

/** One request of a browser inside its own registration. */
export interface Visit {
  c: PageContext;
  registration: Registration;
  /** Where the person came from, while that attempt is alive. */
  attempt: AttemptDescription | undefined;
  shell: Shell;
  csrf: string;
}

/** This browser's registration; undefined where it has none, or none any more. */
export async function visitOf(deps: RegisterPagesDeps, c: PageContext): Promise<Visit | undefined> {
  const registration = await findRegistration(deps, { browser: c.get('browser') });
  if (!registration) return undefined;
  c.set('reference', referenceOf(deps.sealing, registration.id));
  const { attemptId } = registration;
  const attempt = attemptId === null ? undefined : await deps.describeAttempt(c, attemptId);
  return { c, registration, attempt, shell: deps.shell(c), csrf: c.get('csrf') };
}

/**
 * The registration of this browser that bears that reference number, for Help, which leads back to it. One that has
 * become an account is none.
 */
export async function registrationOfReference(
  deps: Pick<RegisterPagesDeps, 'db' | 'clock' | 'sealing'>,
  c: PageContext,
  reference: string,
): Promise<Link | undefined> {
  const registration = await findRegistration(deps, { browser: c.get('browser') });
  const isMeant = registration && referenceOf(deps.sealing, registration.id) === reference;
  if (!isMeant || registration.completedAt !== null) return undefined;
  return { href: '/register', text: 'Back to your registration' };
}

/** The information panel: the service that the person came from, what is happening, what comes next. */
export const panelOf = (
  attempt: AttemptDescription | undefined,
  now: string,
  next: string,
): Panel | undefined =>
  attempt && {
    service: attempt.service.name,
    serviceClass: serviceClass(attempt.service.id),
    now,
    next,
  };

/** The panel of the pages on which nothing has been entered yet. */
export const makingPanel = (attempt: AttemptDescription | undefined): Panel | undefined =>
  panelOf(
    attempt,
    `You are making the account that opens ${attempt?.service.name}.`,
    attempt?.service.service
      ? `When it is made, you sign in and link the account that you have at ${attempt.service.name}.`
      : `When it is made, you sign in and go on to ${attempt?.service.name}.`,
  );

/**
 * Where another address is given, for the same attempt. Where the page that asks for it tells addresses apart, it is
 * that one: whoever has mistyped the address of an account that there is must not be led through making a second one.
 */
export function anotherHref(
  { accountDiscovery }: Pick<RegisterPagesDeps, 'accountDiscovery'>,
  attemptId: string | undefined,
): string {
  if (attemptId === undefined) return '/register?another=yes';
  const id = encodeURIComponent(attemptId);
  return accountDiscovery === 'open' ? `/sign-in/${id}/email` : `/register?another=yes&attempt=${id}`;
}

/** Where another address is given in place of this registration's. */
export const changeHref = (
  deps: Pick<RegisterPagesDeps, 'accountDiscovery'>,
  { attempt, registration }: Visit,
): string => anotherHref(deps, attempt && (registration.attemptId ?? undefined));

/** What every step's page is given, whatever the step. */
export const stepContent = ({ shell, csrf, registration }: Visit) => ({
  shell,
  csrf,
  registration: registration.id,
  email: registration.email,
});

/** Back to where the person came from; where that attempt has expired, to the services. */
export const signInHref = ({ attempt, registration }: Visit): string =>
  attempt && registration.attemptId !== null ? `/sign-in/${registration.attemptId}` : '/';

/** From where this request comes, for the audit. */
export function circumstancesOf({ c }: Visit): Circumstances {
  const { address, reference, browserWords } = visitorOf(c);
  return { address, reference, browserWords };
}
