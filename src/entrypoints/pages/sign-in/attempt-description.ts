import { findService, type Service } from '../../../features/services/index.ts';
import { carryAddress, describeAttempt } from '../../../features/sign-in/index.ts';
import type { PageContext } from '../../../platform/http/index.ts';
import { attemptCookie } from './attempt-cookies.ts';
import type { SignInPagesDeps } from './ports.ts';

/** The attempt that this browser came from, for the pages of registration. */
export async function attemptDescription(
  deps: Pick<SignInPagesDeps, 'db' | 'clock' | 'sealing' | 'cookies' | 'services'>,
  c: PageContext,
  attemptId: string,
): Promise<{ email: string | undefined; service: Service } | undefined> {
  const secret = deps.cookies.read(c, attemptCookie(attemptId));
  const described = await describeAttempt(deps, { id: attemptId, secret });
  const service = described && findService(deps, described.serviceId);
  return service && { email: described.email, service };
}

/** Lets this browser's attempt go on with the address that was registered on the way. */
export const carryIntoAttempt = (
  deps: Pick<SignInPagesDeps, 'db' | 'clock' | 'sealing' | 'cookies'>,
  c: PageContext,
  { attemptId, email }: { attemptId: string; email: string },
): Promise<void> =>
  carryAddress(deps, { id: attemptId, secret: deps.cookies.read(c, attemptCookie(attemptId)) }, email);
