import type { Db } from '../../platform/database/index.ts';
import { setUnverifiedPhone } from '../accounts/index.ts';
import { deletePhoneChange } from '../contact-details/index.ts';
import { deleteAllTokensOf } from '../tokens/index.ts';
import { deleteEmailChange } from './email-changes.queries.ts';

/**
 * Whatever an account has asked for and not confirmed is no more, and every token that was sent for it is void. The
 * caller has taken hold of the account.
 */
export async function endPendingChanges(trx: Db, accountId: string): Promise<void> {
  await deleteAllTokensOf(trx, accountId);
  await deleteEmailChange(trx, accountId);
  await deletePhoneChange(trx, accountId);
}

/**
 * For recovery, in its transaction: nothing that somebody else has set up in the account is left, neither a pending
 * change of the address nor a phone number that nobody has verified. A verified number stays.
 */
export async function dropPendingChanges(trx: Db, accountId: string): Promise<void> {
  await endPendingChanges(trx, accountId);
  await setUnverifiedPhone(trx, accountId, { phone: null });
}
