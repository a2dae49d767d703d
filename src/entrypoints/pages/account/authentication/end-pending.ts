import type { Account } from '../../../../features/accounts/index.ts';
import { endPendingChanges } from '../../../../features/email-changes/index.ts';
import { endRecoveriesOf } from '../../../../features/recovery/index.ts';
import { deleteAttemptsOf } from '../../../../features/sign-in/index.ts';
import type { Db } from '../../../../platform/database/index.ts';

/**
 * What is under way with an account and stands on what it had before: a change of its password or second factor ends
 * sign-ins, recoveries, and changes that were asked for and not confirmed.
 */
export async function endPending(trx: Db, account: Account): Promise<void> {
  await deleteAttemptsOf(trx, account.id);
  await endRecoveriesOf(trx, account);
  await endPendingChanges(trx, account.id);
}
