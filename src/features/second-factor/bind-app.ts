import { ok, type Result, refuse } from '../../kernel/index.ts';
import { setSecondFactorChosen } from '../accounts/index.ts';
import { type Changer, recordChange } from '../notices/index.ts';
import { issueRecoveryCodes } from '../recovery-codes/index.ts';
import { changeInSession, raiseSession } from '../sessions/index.ts';
import { clearTries, giveBack, spendTry } from '../throttle/index.ts';
import {
  type ConfirmedOffer,
  findConfirmedOffer,
  findEnrolment,
  type OfferRefusal,
  takeOffer,
} from '../totp/index.ts';
import { endPermits, mayBind } from './binding-permit.ts';
import { type ChangeDeps, endEverythingElse } from './changing.ts';
import { hasSecondFactor } from './find-second-factor.ts';

export type BindingRefusal =
  | OfferRefusal
  /** Not six digits: not counted. */
  | { reason: 'form' }
  | { reason: 'too-many-tries'; retryAt: number }
  /** What has to be proven first was not, or too long ago, or the session has ended. */
  | { reason: 'not-permitted' };

export interface BoundApp {
  /** Shown this once. */
  recoveryCodes: string[];
  /** Whether there was another one before. */
  replaces: boolean;
}

/**
 * Binds an OTP app in a session, by one of its codes, with new recovery codes; those before are void. From then on the
 * session is one with a second factor. All others end, and whatever had begun without this app.
 * @returns the recovery codes, to be shown this once
 */
export async function bindApp(
  deps: ChangeDeps,
  changer: Changer,
  code: string,
): Promise<Result<BoundApp, BindingRefusal>> {
  const { account, session } = changer;
  const digits = code.normalize('NFKC').replace(/[\s\p{Pd}]/gu, '');
  if (!/^[0-9]{6}$/.test(digits)) return refuse({ reason: 'form' });
  // Not those of the app before: whoever types a code of the QR code on the screen guesses nothing.
  const counted = await spendTry(deps, 'codes-of-attempt', [session, 'new app']);
  if (!counted.ok) return refuse({ reason: 'too-many-tries', retryAt: counted.error.retryAt });
  const given = { accountId: account.id, place: session, code: digits };
  const found = await findConfirmedOffer(deps, given);
  if (!found.ok) return found;
  const bound = await changeInSession(deps, { accountId: account.id, uid: session }, (trx) =>
    bindConfirmed({ ...deps, db: trx }, changer, found.value),
  );
  if (!bound.ok) return refuse({ reason: 'not-permitted' });
  if (bound.value.ok) await giveBack(deps, counted.value);
  return bound.value;
}

/** In the transaction that holds account and session. */
async function bindConfirmed(
  deps: ChangeDeps,
  changer: Changer,
  confirmed: ConfirmedOffer,
): Promise<Result<BoundApp, BindingRefusal>> {
  const { account, session, browser } = changer;
  const at = { place: session, browser };
  const replaces = (await findEnrolment(deps.db, account.id)) !== undefined;
  const binding = replaces || (await hasSecondFactor(deps.db, account.id)) ? 'next' : 'first';
  if (!(await mayBind(deps, at, binding))) return refuse({ reason: 'not-permitted' });
  const offered = { accountId: account.id, place: session };
  if (!(await takeOffer(deps, offered, { ...confirmed, replaces }))) return refuse({ reason: 'over' });
  await endPermits(deps, at);
  await setSecondFactorChosen(deps.db, account.id, null);
  const recoveryCodes = await issueRecoveryCodes(deps, account.id);
  // A hundred wrong codes of the app before are nothing to this one.
  await clearTries(deps, 'codes-in-a-row', account.id);
  await endEverythingElse(deps, { account, session });
  await raiseSession(deps, session);
  await recordChange(
    deps,
    changer,
    replaces
      ? { event: 'totp-replaced', change: 'totp-replaced' }
      : { event: 'totp-bound', change: 'totp-on' },
  );
  return ok({ recoveryCodes, replaces });
}
