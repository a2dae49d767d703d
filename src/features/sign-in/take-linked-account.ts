import { ok, type Result, refuse } from '../../kernel/index.ts';
import type { Account } from '../accounts/index.ts';
import { findLink } from '../links/index.ts';
import type { Attempt } from './attempt.ts';
import { saveProgress } from './attempts.queries.ts';
import type { SignInDeps } from './sign-in-deps.ts';

/**
 * Somebody who had asked for another service account this once takes the linked one after all. Only that is
 * kept; which one it is, and whether it is linked still, is looked up when it is used.
 * @throws AttemptOver
 */
export async function takeLinkedAccount(
  { db }: Pick<SignInDeps, 'db'>,
  attempt: Attempt,
  { id: accountId }: Account,
): Promise<Result<void, 'not-linked'>> {
  const { serviceId } = attempt;
  const link = await findLink(db, { accountId, serviceId });
  if (!link) return refuse('not-linked');
  const { serviceAccountId: id, username } = link;
  await saveProgress(db, attempt, { serviceAccount: { serviceId, id, username, access: 'linked' } });
  return ok(undefined);
}
