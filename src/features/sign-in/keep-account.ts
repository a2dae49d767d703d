import { callOffDeletion } from '../account-deletion/index.ts';
import { type Account, holdAccount } from '../accounts/index.ts';
import type { Attempt } from './attempt.ts';
import { AttemptOver, saveProgress } from './attempts.queries.ts';
import { fromOf, type SignInDeps, type Visitor } from './sign-in-deps.ts';

/**
 * Whoever has asked for the account to be deleted has proven who they are, and keeps it. Kept in another tab already, or
 * deleted in this moment: the hub knows which.
 * @throws AttemptOver where the sign-in has been ended meanwhile
 */
export const keepAccountInAttempt = (
  deps: Pick<SignInDeps, 'db' | 'clock' | 'sealing' | 'issuer'>,
  attempt: Attempt,
  account: Account,
  visitor: Visitor,
): Promise<void> =>
  deps.db.transaction().execute(async (trx) => {
    if (!(await holdAccount(trx, account.id))) throw new AttemptOver();
    const { reference } = visitor;
    await callOffDeletion({ ...deps, db: trx }, { account, from: fromOf(visitor), reference });
    await saveProgress(trx, attempt, { secret: attempt.secret });
  });
