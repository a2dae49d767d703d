import {
  type Circumstances,
  findRegistration,
  type Registration,
} from '../../../features/registration/index.ts';
import { type PageContext, referenceOf } from '../../../platform/http/index.ts';
import { type Panel, type Shell, serviceClass } from '../../../ui/index.ts';
import { visitorOf } from '../visitor.ts';
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
    `When your account is made, you sign in and go on to ${attempt?.service.name}.`,
  );

/** Where another address is given, for the same attempt. */
export const anotherHref = (attemptId: string | undefined): string =>
  attemptId === undefined
    ? '/register?another=yes'
    : `/register?another=yes&attempt=${encodeURIComponent(attemptId)}`;

/** Where another address is given in place of this registration's. */
export const changeHref = ({ attempt, registration }: Visit): string =>
  anotherHref(attempt && (registration.attemptId ?? undefined));

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
