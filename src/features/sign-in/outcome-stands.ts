import { findAttempt } from './attempts.queries.ts';
import type { SignInDeps } from './sign-in-deps.ts';

/** Whether a finished attempt still counts: a change that ends what is under way for its account removes it. */
export async function outcomeStands(
  { db }: Pick<SignInDeps, 'db'>,
  attemptId: string,
  accountId: string,
): Promise<boolean> {
  const attempt = await findAttempt(db, attemptId);
  return attempt?.doneAt !== undefined && attempt.accountId === accountId;
}
