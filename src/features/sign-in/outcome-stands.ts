import { findAttempt } from './attempts.queries.ts';
import type { SignInDeps } from './sign-in-deps.ts';

/**
 * Whether a finished attempt still counts: a change that ends what is under way for its account removes it, and so does a
 * service that takes back what was proven in it.
 * @param accountId whose sign-in it was; undefined where the session of before was enough
 */
export async function outcomeStands(
  { db }: Pick<SignInDeps, 'db'>,
  attemptId: string,
  accountId: string | undefined,
): Promise<boolean> {
  const attempt = await findAttempt(db, attemptId);
  if (attempt?.doneAt === undefined) return false;
  return accountId === undefined || attempt.accountId === accountId;
}
