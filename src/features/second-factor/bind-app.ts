import { ok, type Result, refuse } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { type Account, holdAccount, setSecondFactorChosen } from '../accounts/index.ts';
import { type Changer, recordChange } from '../notices/index.ts';
import { issueRecoveryCodes } from '../recovery-codes/index.ts';
import { changeInSession, type NextId, raiseSession } from '../sessions/index.ts';
import { clearTries, giveBack, type SpentTry, spendTry } from '../throttle/index.ts';
import {
  type ConfirmedOffer,
  findConfirmedOffer,
  findEnrolment,
  type OfferRefusal,
  takeOffer,
} from '../totp/index.ts';
import { type Ending, endUnderWay } from '../under-way/index.ts';
import { endPermits, mayBind } from './binding-permit.ts';
import type { ChangeDeps } from './changing.ts';
import { hasSecondFactor } from './find-second-factor.ts';

/** Of the code that is to prove that the app works. */
export type AppCodeRefusal =
  | OfferRefusal
  /** Not six digits: not counted. */
  | { reason: 'form' }
  /** So many were wrong in this attempt or session that it takes no more: only a new one does. */
  | { reason: 'attempt-spent' };

export type BindingRefusal =
  | AppCodeRefusal
  /** What has to be proven first was not, or too long ago, or the session has ended. */
  | { reason: 'not-permitted' };

export interface BoundApp {
  /** Shown this once. */
  recoveryCodes: string[];
  /** Whether there was another one before. */
  replaces: boolean;
}

/**
 * Binds an OTP app in a session, by one of its codes. From then on the session is one with a second factor, under a new
 * id; what else `putInPlace` says.
 * @param nextId see `Raised`
 */
export async function bindApp(
  deps: ChangeDeps,
  changer: Changer,
  { code, nextId }: { code: string; nextId: NextId },
): Promise<Result<BoundApp, BindingRefusal>> {
  const { account, session, browser } = changer;
  const at = { place: session, browser };
  const given = { accountId: account.id, place: session, code };
  return confirmed(deps, given, async (offer): Promise<Result<BoundApp, BindingRefusal>> => {
    type Bound = Result<BoundApp, BindingRefusal>;
    const bound = await changeInSession(deps, changer, async (trx): Promise<Bound> => {
      const inTransaction = { ...deps, db: trx };
      const replaces = (await findEnrolment(trx, account.id)) !== undefined;
      const binding = replaces || (await hasSecondFactor(trx, account.id)) ? 'next' : 'first';
      if (!(await mayBind(inTransaction, at, binding))) return refuse({ reason: 'not-permitted' });
      const where = { place: session, replaces, except: { session } };
      const put = await putInPlace(inTransaction, changer, offer, where);
      if (!put.ok) return put;
      await endPermits(inTransaction, at);
      await raiseSession(inTransaction, { uid: session, nextId });
      return put;
    });
    return bound.ok ? bound.value : refuse({ reason: 'not-permitted' });
  });
}

/**
 * Binds the first app of an account in the attempt that asks for one, by one of its codes; what has to be proven for
 * that, the attempt knows. What else `putInPlace` says.
 * @param alongside what else is kept exactly if it is bound, in the same transaction
 */
export async function bindAppInAttempt(
  deps: ChangeDeps,
  { attemptId, sessionUid, code, ...owner }: Owner & InAttempt,
  alongside: (trx: Db) => Promise<void>,
): Promise<Result<BoundApp, AppCodeRefusal>> {
  const { id: accountId } = owner.account;
  return confirmed(deps, { accountId, place: attemptId, code }, (offer) =>
    deps.db.transaction().execute(async (trx): Promise<Result<BoundApp, OfferRefusal>> => {
      // The account first, as every change of it does.
      if (!(await holdAccount(trx, accountId))) return refuse({ reason: 'over' });
      const except = { attempt: attemptId, ...(sessionUid !== undefined && { session: sessionUid }) };
      const where = { place: attemptId, replaces: false, except };
      const put = await putInPlace({ ...deps, db: trx }, owner, offer, where);
      if (put.ok) await alongside(trx);
      return put;
    }),
  );
}

interface InAttempt {
  attemptId: string;
  /** The session whose password the attempt stands on, where it does. */
  sessionUid: string | undefined;
  code: string;
}

/** Whose app it is, and from where it is bound. */
type Owner = Pick<Changer, 'address' | 'browserWords' | 'reference'> & { account: Account };

/** Counts the try, and finds the secret on the screen that the code belongs to. */
async function confirmed<Refusal>(
  deps: ChangeDeps,
  { accountId, place, code }: { accountId: string; place: string; code: string },
  bind: (offer: ConfirmedOffer) => Promise<Result<BoundApp, Refusal>>,
): Promise<Result<BoundApp, Refusal | AppCodeRefusal>> {
  const digits = code.normalize('NFKC').replace(/[\s\p{Pd}]/gu, '');
  if (!/^[0-9]{6}$/.test(digits)) return refuse({ reason: 'form' });
  const counted = await countTry(deps, place);
  if (!counted.ok) return counted;
  const found = await findConfirmedOffer(deps, { accountId, place, code: digits });
  if (!found.ok) return found;
  const bound = await bind(found.value);
  if (bound.ok) await giveBack(deps, counted.value);
  return bound;
}

/** Not those of the app before: whoever types a code of the QR code on the screen guesses nothing. */
async function countTry(deps: ChangeDeps, place: string): Promise<Result<SpentTry, AppCodeRefusal>> {
  const counted = await spendTry(deps, 'codes-of-attempt', [place, 'new app']);
  return counted.ok ? counted : refuse({ reason: 'attempt-spent' });
}

/**
 * What a new app does to an account, wherever it is bound: its secret is in force, there are new recovery codes, and those
 * before are void; a hundred wrong codes of the app before are nothing to it; whatever was begun without it ends, but for
 * the place where it is bound; its owner is told. In the transaction that holds the account.
 */
async function putInPlace(
  deps: ChangeDeps,
  owner: Owner,
  offer: ConfirmedOffer,
  { place, replaces, except }: { place: string; replaces: boolean; except: Ending['except'] & object },
): Promise<Result<BoundApp, OfferRefusal>> {
  const { account } = owner;
  const at = { accountId: account.id, place };
  if (!(await takeOffer(deps, at, { ...offer, replaces }))) return refuse({ reason: 'over' });
  await setSecondFactorChosen(deps.db, account.id, null);
  const recoveryCodes = await issueRecoveryCodes(deps, account.id);
  await clearTries(deps, 'codes-in-a-row', account.id);
  await endUnderWay(deps, { account, except });
  const bound = { event: 'totp-bound', change: 'totp-on' } as const;
  const replaced = { event: 'totp-replaced', change: 'totp-replaced' } as const;
  await recordChange(deps, owner, replaces ? replaced : bound);
  return ok({ recoveryCodes, replaces });
}
