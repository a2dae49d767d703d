import { newSecret, ok, type Result, refuse } from '../../kernel/index.ts';
import type { Account } from '../accounts/index.ts';
import { setSecondFactorChosen } from '../accounts/index.ts';
import { recordEvent } from '../audit/index.ts';
import { notifyChange } from '../notices/index.ts';
import { issueRecoveryCodes } from '../recovery-codes/index.ts';
import {
  type BindingPlace,
  bindingTokenOf,
  findBindingToken,
  isJustRegistered,
  sendBindingToken,
} from '../second-factor/index.ts';
import { clearTries, giveBack, spendTry } from '../throttle/index.ts';
import { proveToken, spendToken, type TokenFault } from '../tokens/index.ts';
import { confirmOffer, currentOffer, type Offer, type OfferRefusal } from '../totp/index.ts';
import type { Attempt } from './attempt.ts';
import { saveProgress } from './attempts.queries.ts';
import { secretDigest } from './open-attempt.ts';
import type { SignInDeps, Visitor } from './sign-in-deps.ts';
import { fromOf } from './submit-second-factor.ts';

type Deps = Pick<SignInDeps, 'db' | 'clock' | 'sealing' | 'issuer' | 'brandName'>;

/**
 * Whether binding an app has to begin with an emailed token: a stolen password alone must not bind the thief's
 * phone where a second factor is newly required, or was wished for long ago.
 */
export const needsEmailToken = (
  deps: Pick<Deps, 'clock'>,
  { emailProvenAt }: Pick<Attempt, 'emailProvenAt'>,
  account: Pick<Account, 'createdAt'>,
): boolean => emailProvenAt === undefined && !isJustRegistered(deps, account);

const placeOf = (attempt: Attempt, { browser }: Visitor): BindingPlace => ({ place: attempt.id, browser });

/** Whether a token that was mailed in this attempt can still be given. */
export const hasBindingToken = async (deps: Deps, attempt: Attempt, visitor: Visitor): Promise<boolean> =>
  (await findBindingToken(deps, placeOf(attempt, visitor))).state === 'valid';

/**
 * Mails the token, unless one was mailed a moment ago.
 * @returns until when the next one has to wait, where it has to
 */
export const sendTokenInAttempt = (
  deps: Deps,
  attempt: Attempt,
  account: Account,
  visitor: Visitor,
): Promise<Result<void, { retryAt: number }>> => sendBindingToken(deps, placeOf(attempt, visitor), account);

/** Takes the emailed token. @throws AttemptOver */
export async function submitBindingToken(
  deps: Deps,
  attempt: Attempt,
  typed: string,
  visitor: Visitor,
): Promise<Result<{ secret: string }, TokenFault>> {
  const proven = await proveToken(deps, { ...bindingTokenOf(deps, placeOf(attempt, visitor)), typed });
  if (!proven.ok) return proven;
  const secret = newSecret();
  return deps.db.transaction().execute(async (trx): Promise<Result<{ secret: string }, TokenFault>> => {
    if (!(await spendToken({ ...deps, db: trx }, proven.value))) return refuse('void');
    await saveProgress(trx, attempt, {
      emailProvenAt: deps.clock.now(),
      secret: secretDigest(deps.sealing, secret),
    });
    return ok({ secret });
  });
}

/** The secret that is shown in this attempt. */
export const offerInAttempt = (deps: Deps, attempt: Attempt, { id, email }: Account): Promise<Offer> =>
  currentOffer(deps, { account: { id, email }, place: attempt.id, brand: deps.brandName });

export type EnrolmentRefusal =
  | OfferRefusal
  | { reason: 'form' }
  | { reason: 'too-many-tries'; retryAt: number };

/**
 * Binds the app by one of its codes, and issues recovery codes. The code counts as the second factor of this attempt.
 * @returns the recovery codes, to be shown this once, and the attempt's new cookie
 * @throws AttemptOver
 */
export async function submitEnrolment(
  deps: Deps,
  attempt: Attempt,
  account: Account,
  { code }: { code: string },
  visitor: Visitor,
): Promise<Result<{ recoveryCodes: string[]; secret: string }, EnrolmentRefusal>> {
  const digits = code.normalize('NFKC').replace(/[\s\p{Pd}]/gu, '');
  if (!/^[0-9]{6}$/.test(digits)) return refuse({ reason: 'form' });
  const counted = await spendTry(deps, 'codes-of-attempt', attempt.id);
  if (!counted.ok) return refuse({ reason: 'too-many-tries', retryAt: counted.error.retryAt });
  const place = attempt.id;
  const secret = newSecret();
  const bound = await confirmOffer(deps, { accountId: account.id, place, code: digits }, async (trx) => {
    const inTransaction = { ...deps, db: trx };
    await saveProgress(trx, attempt, {
      accountId: account.id,
      secondFactorAt: deps.clock.now(),
      secret: secretDigest(deps.sealing, secret),
    });
    await setSecondFactorChosen(trx, account.id, null);
    await recordEvent(inTransaction, {
      what: 'totp-bound',
      who: `account:${account.id}`,
      outcome: 'done',
      from: visitor.address,
      reference: visitor.reference,
    });
    await notifyChange(inTransaction, { account, change: 'totp-on', from: fromOf(visitor) });
    return issueRecoveryCodes(inTransaction, account.id);
  });
  if (!bound.ok) return refuse(bound.error);
  await giveBack(deps, counted.value);
  await clearTries(deps, 'codes-in-a-row', account.id);
  return ok({ recoveryCodes: bound.value, secret });
}

/** Whoever wished for a second factor at registration may think better of it; nobody else can. */
export const declineSecondFactor = (deps: Pick<Deps, 'db'>, account: Account): Promise<void> =>
  setSecondFactorChosen(deps.db, account.id, null);
