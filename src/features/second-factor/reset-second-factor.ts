import { setSecondFactorDue } from '../accounts/index.ts';
import { forgetEarlierProofs } from '../earlier-proofs/index.ts';
import { deletePasskey, listPasskeys } from '../passkeys/index.ts';
import { deleteRecoveryCodes } from '../recovery-codes/index.ts';
import { clearTries } from '../throttle/index.ts';
import { deleteEnrolment } from '../totp/index.ts';
import type { ChangeDeps } from './changing.ts';
import { hasSecondFactor } from './find-second-factor.ts';

/**
 * Takes the whole second factor of an account away, for somebody who has lost it, in the transaction that has taken hold
 * of the account: app, passkeys and recovery codes. The next sign-in enrols another one, after an emailed token, and
 * cannot go on without. What stands on the one before is for the caller to end.
 * @returns false where there is none
 */
export async function resetSecondFactor(
  deps: Pick<ChangeDeps, 'db' | 'clock' | 'sealing'>,
  accountId: string,
): Promise<boolean> {
  const { db, clock } = deps;
  if (!(await hasSecondFactor(db, accountId))) return false;
  await deleteEnrolment(db, accountId);
  for (const { id } of await listPasskeys(db, accountId)) await deletePasskey(db, { accountId, id });
  await deleteRecoveryCodes(db, accountId);
  await clearTries(deps, 'codes-in-a-row', accountId);
  await forgetEarlierProofs(db, accountId);
  await setSecondFactorDue(db, accountId, clock.now());
  return true;
}
