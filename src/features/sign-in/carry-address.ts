import { AttemptOver, saveProgress } from './attempts.queries.ts';
import { type AttemptCookie, findOwnAttempt } from './find-own-attempt.ts';
import type { SignInDeps } from './sign-in-deps.ts';

/**
 * Whoever has registered an address on the way signs in with that one: the attempt may still hold another,
 * mistyped before it, and would lead back to registering that. As long as no password has been right in it.
 * @param email normalised
 */
export async function carryAddress(
  deps: Pick<SignInDeps, 'db' | 'clock' | 'sealing'>,
  cookie: AttemptCookie,
  email: string,
): Promise<void> {
  const attempt = await findOwnAttempt(deps, cookie);
  if (!attempt || attempt.passwordAt !== undefined) return;
  try {
    await saveProgress(deps.db, attempt, { email });
  } catch (fault) {
    if (!(fault instanceof AttemptOver)) throw fault;
  }
}
