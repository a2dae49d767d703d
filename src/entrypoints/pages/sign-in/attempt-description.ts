import { type Destination, findDestination } from '../../../features/services/index.ts';
import { carryAddress, describeAttempt } from '../../../features/sign-in/index.ts';
import { type PageContext, referenceOf } from '../../../platform/http/index.ts';
import type { Link } from '../../../ui/index.ts';
import { attemptCookie, attemptsIn } from './attempt-cookies.ts';
import type { SignInPagesDeps } from './ports.ts';

/** The attempt that this browser came from, for the pages of registration. */
export async function attemptDescription(
  deps: Pick<SignInPagesDeps, 'db' | 'clock' | 'sealing' | 'cookies' | 'services'>,
  c: PageContext,
  attemptId: string,
): Promise<{ email: string | undefined; secondFactorWanted: boolean; service: Destination } | undefined> {
  const secret = deps.cookies.read(c, attemptCookie(attemptId));
  const described = await describeAttempt(deps, { id: attemptId, secret });
  const service = described && findDestination(deps, described.serviceId);
  const { email, secondFactorWanted } = described ?? {};
  return service && { email, secondFactorWanted: secondFactorWanted ?? false, service };
}

/**
 * The attempt of this browser that bears that reference number, for Help, which leads back to it: the number is
 * all that it is told by. One that is over, or another browser's, is none.
 */
export async function attemptOfReference(
  deps: Parameters<typeof attemptDescription>[0],
  c: PageContext,
  reference: string,
): Promise<Link | undefined> {
  const id = attemptsIn(deps, c).find((each) => referenceOf(deps.sealing, each) === reference);
  const described = id === undefined ? undefined : await attemptDescription(deps, c, id);
  return described && { href: `/sign-in/${id}`, text: `Back to signing in to ${described.service.name}` };
}

/** Lets this browser's attempt go on with the address that was registered on the way. */
export const carryIntoAttempt = (
  deps: Pick<SignInPagesDeps, 'db' | 'clock' | 'sealing' | 'cookies'>,
  c: PageContext,
  { attemptId, email }: { attemptId: string; email: string },
): Promise<void> =>
  carryAddress(deps, { id: attemptId, secret: deps.cookies.read(c, attemptCookie(attemptId)) }, email);
