import type { Service } from '../../../features/services/index.ts';
import { describeAttempt } from '../../../features/sign-in/index.ts';
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
  const service = described && deps.services.find(({ id }) => id === described.serviceId);
  return service && { email: described.email, service };
}
