import type { Clock } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Account } from '../accounts/index.ts';
import { dropPendingChanges } from '../email-changes/index.ts';
import { endAccountSessions } from '../sessions/index.ts';
import { deleteAttemptsOf } from '../sign-in/index.ts';
import { endRecoveriesOf } from './end-recoveries.ts';

/**
 * Ends everything that is under way for an account, in the transaction that has taken hold of it: pending changes of
 * address and number, recoveries but one, sign-ins, and its sessions everywhere. Whoever had got hold of any of it holds
 * nothing any more.
 */
export async function voidPending(
  { db, clock }: { db: Db; clock: Clock },
  account: Pick<Account, 'id' | 'email'>,
  { exceptRecovery }: { exceptRecovery?: string } = {},
): Promise<void> {
  await dropPendingChanges(db, account.id);
  await endRecoveriesOf(db, account, exceptRecovery);
  await deleteAttemptsOf(db, account.id);
  await endAccountSessions(db, { accountId: account.id, now: clock.now() });
}
