import type { Clock } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { type Account, holdAccount, setUnverifiedPhone } from '../accounts/index.ts';
import { deletePhoneChange } from '../contact-details/index.ts';
import { endAccountSessions } from '../sessions/index.ts';
import { deleteAllTokensOf, deleteTokensOf } from '../tokens/index.ts';
import {
  deleteAttemptsOf,
  deletePendingEmail,
  deleteRecoveries,
  deleteTrust,
  listRecoveriesOf,
} from './under-way.queries.ts';

export interface Ending {
  account: Pick<Account, 'id' | 'email'>;
  /** The address that it had before, or has from now on: a recovery is begun for an address. */
  otherEmail?: string;
  /** Where the change is made, and goes on. Without one of these nothing goes on anywhere. */
  except?: { session?: string; attempt?: string; recovery?: string };
  /**
   * Whether a phone number that nobody has verified goes too: where somebody else may have been in the account and set
   * it up. One that is verified is the caller's business.
   */
  unverifiedPhone?: 'stays' | 'goes';
  /**
   * Whether browsers that the account was used in, and agents who were told its PIN, are strangers from now on: where
   * somebody else was in the account, one of those may be theirs. A number that nobody has verified goes with that.
   */
  trust?: 'stays' | 'ends';
}

/**
 * Ends whatever an account has under way, because something that it stands on has changed: sign-ins, also those that
 * nobody has collected yet, recoveries, changes that were asked for and not confirmed, every token that was sent for one
 * of these, and its sessions everywhere, whose services are told. In the transaction of the change.
 *
 * Rows are taken in one order, here and wherever else several of them are: two transactions that took them in two orders
 * could wait for each other for ever. The account first; then what is changed (password, factors, codes, address); then
 * tokens, attempts, recoveries, pending changes; sessions last. So callers change first, and then call this.
 */
export async function endUnderWay(
  { db, clock }: { db: Db; clock: Clock },
  { account, otherEmail, except = {}, unverifiedPhone = 'stays', trust = 'stays' }: Ending,
): Promise<void> {
  const { id: accountId, email } = account;
  await holdAccount(db, accountId);
  if (unverifiedPhone === 'goes' || trust === 'ends')
    await setUnverifiedPhone(db, accountId, { phone: null });
  const emails = otherEmail === undefined ? [email] : [email, otherEmail];
  const recoveries = await listRecoveriesOf(db, { accountId, emails, except: except.recovery });
  await deleteAllTokensOf(db, accountId);
  for (const subject of recoveries) await deleteTokensOf(db, { purpose: 'recovery', subject });
  await deleteAttemptsOf(db, accountId, except.attempt);
  await deleteRecoveries(db, recoveries);
  await deletePendingEmail(db, accountId);
  await deletePhoneChange(db, accountId);
  if (trust === 'ends') await deleteTrust(db, accountId);
  await endAccountSessions(db, { accountId, except: except.session, now: clock.now() });
}
