import { ok, type Result, refuse } from '../../kernel/index.ts';
import { setSecondFactorChosen } from '../accounts/index.ts';
import { type Changer, recordChange } from '../notices/index.ts';
import { deleteRecoveryCodes } from '../recovery-codes/index.ts';
import { changeInSession, lowerSession } from '../sessions/index.ts';
import { clearTries } from '../throttle/index.ts';
import { deleteEnrolment, findEnrolment } from '../totp/index.ts';
import { endUnderWay } from '../under-way/index.ts';
import type { ChangeDeps } from './changing.ts';
import { findSecondFactor } from './find-second-factor.ts';

/**
 * Turns the OTP app off, for whoever has just proven the second factor. With the last factor the recovery codes go too,
 * and the session is one without.
 * @param mayBeLast whether the account may be without a second factor: nobody requires one of it
 */
export async function turnOffApp(
  deps: ChangeDeps,
  changer: Changer,
  { mayBeLast }: { mayBeLast: boolean },
): Promise<Result<void, 'session-over' | 'required'>> {
  const { account, session } = changer;
  const off = await changeInSession(deps, changer, async (trx): Promise<Result<void, 'required'>> => {
    const inTransaction = { ...deps, db: trx };
    // Pressed twice: it is off already.
    if (!(await findEnrolment(trx, account.id))) return ok(undefined);
    const isLast = (await findSecondFactor(inTransaction, account.id))?.passkeys === 0;
    if (isLast && !mayBeLast) return refuse('required');
    await deleteEnrolment(trx, account.id);
    await clearTries(inTransaction, 'codes-in-a-row', account.id);
    if (isLast) {
      await deleteRecoveryCodes(trx, account.id);
      await setSecondFactorChosen(trx, account.id, null);
    }
    await endUnderWay(inTransaction, { account, except: { session } });
    if (isLast) await lowerSession(inTransaction, session);
    await recordChange(inTransaction, changer, { event: 'totp-removed', change: 'totp-off' });
    return ok(undefined);
  });
  return off.ok ? off.value : off;
}
