import { type AttemptCookie, findOwnAttempt } from './find-own-attempt.ts';
import type { SignInDeps } from './sign-in-deps.ts';
import { requestWantsSecondFactor } from './who-wants-second-factor.ts';

/** What an attempt is about, for pages outside it that lead back to it. It opens nothing. */
export async function describeAttempt(
  deps: Pick<SignInDeps, 'db' | 'clock' | 'sealing'>,
  cookie: AttemptCookie,
): Promise<{ serviceId: string; email: string | undefined; secondFactorWanted: boolean } | undefined> {
  const attempt = await findOwnAttempt(deps, cookie);
  return (
    attempt && {
      serviceId: attempt.serviceId,
      email: attempt.email,
      secondFactorWanted: requestWantsSecondFactor(attempt.request),
    }
  );
}
