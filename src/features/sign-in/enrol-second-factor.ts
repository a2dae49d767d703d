import { newSecret, ok, type Result, refuse } from '../../kernel/index.ts';
import type { Account } from '../accounts/index.ts';
import { dropSecondFactorWish } from '../accounts/index.ts';
import { rememberRead } from '../messages/index.ts';
import {
  type AppCodeRefusal,
  type BindingPlace,
  bindAppInAttempt,
  bindingTokenOf,
  findBindingToken,
  isJustRegistered,
  sendBindingToken,
} from '../second-factor/index.ts';
import { proveToken, spendToken, type TokenFault } from '../tokens/index.ts';
import { currentOffer, type Offer } from '../totp/index.ts';
import type { Attempt } from './attempt.ts';
import { saveProgress } from './attempts.queries.ts';
import { hasSignedInBefore } from './devices.queries.ts';
import { secretDigest } from './open-attempt.ts';
import type { SignInDeps, Visitor } from './sign-in-deps.ts';

type Deps = Pick<SignInDeps, 'db' | 'clock' | 'sealing' | 'issuer' | 'brandName'>;

/**
 * Whether binding an app has to begin with an emailed token: a stolen password alone must not bind the thief's
 * phone where a second factor is newly required, was wished for long ago, or was reset by Customer Care.
 */
export const needsEmailToken = (
  deps: Pick<Deps, 'clock'>,
  { emailProvenAt }: Pick<Attempt, 'emailProvenAt'>,
  account: Pick<Account, 'createdAt' | 'secondFactorDueAt'>,
): boolean =>
  emailProvenAt === undefined && (account.secondFactorDueAt !== null || !isJustRegistered(deps, account));

const placeOf = (attempt: Attempt, { browser }: Visitor): BindingPlace => ({ place: attempt.id, browser });

/** Whether a token that was mailed in this attempt can still be given. */
export const hasBindingToken = async (deps: Deps, attempt: Attempt, visitor: Visitor): Promise<boolean> =>
  (await findBindingToken(deps, placeOf(attempt, visitor))).state === 'valid';

/**
 * Mails the token, unless one was mailed a moment ago.
 * @returns until when the next one has to wait, where it has to
 */
export async function sendTokenInAttempt(
  deps: Deps,
  attempt: Attempt,
  account: Account,
  visitor: Visitor,
): Promise<Result<void, { retryAt: number }>> {
  const device = deps.sealing.digest(visitor.browser, 'device');
  const known = await hasSignedInBefore(deps.db, account.id, device);
  return sendBindingToken(deps, placeOf(attempt, visitor), account, known ? device : undefined);
}

/** Takes the emailed token. @throws AttemptOver */
export async function submitBindingToken(
  deps: Deps,
  attempt: Attempt,
  { email }: Pick<Account, 'email'>,
  typed: string,
  visitor: Visitor,
): Promise<Result<{ secret: string }, TokenFault>> {
  const proven = await proveToken(deps, { ...bindingTokenOf(deps, placeOf(attempt, visitor)), typed });
  if (!proven.ok) return proven;
  const secret = newSecret();
  return deps.db.transaction().execute(async (trx): Promise<Result<{ secret: string }, TokenFault>> => {
    if (!(await spendToken({ ...deps, db: trx }, proven.value))) return refuse('void');
    const now = deps.clock.now();
    const progress = { emailProvenAt: now, secret: secretDigest(deps.sealing, secret) };
    await saveProgress(trx, attempt, progress);
    await rememberRead(trx, email, now);
    return ok({ secret });
  });
}

/** The secret that is shown in this attempt. */
export const offerInAttempt = (deps: Deps, attempt: Attempt, { id, email }: Account): Promise<Offer> =>
  currentOffer(deps, { account: { id, email }, place: attempt.id, brand: deps.brandName });

/**
 * Binds the app by one of its codes. That code counts as the second factor of this attempt; every other attempt and
 * session of the account ends, as with every new app; one that the attempt stands on is renewed at its end.
 * @returns the recovery codes, to be shown this once, and the attempt's new cookie
 * @throws AttemptOver
 */
export async function submitEnrolment(
  deps: Deps,
  attempt: Attempt,
  account: Account,
  { code }: { code: string },
  { address, reference, browserWords }: Visitor,
): Promise<Result<{ recoveryCodes: string[]; secret: string }, AppCodeRefusal>> {
  const secret = newSecret();
  const place = { attemptId: attempt.id, sessionUid: attempt.session?.uid };
  const given = { account, ...place, code, address, reference, browserWords };
  const bound = await bindAppInAttempt(deps, given, (trx) =>
    saveProgress(trx, attempt, {
      accountId: account.id,
      secondFactorAt: deps.clock.now(),
      secret: secretDigest(deps.sealing, secret),
    }),
  );
  return bound.ok ? ok({ recoveryCodes: bound.value.recoveryCodes, secret }) : bound;
}

/** Whoever wished for a second factor at registration may think better of it; nobody else can. */
export const declineSecondFactor = (deps: Pick<Deps, 'db'>, account: Account): Promise<void> =>
  dropSecondFactorWish(deps.db, account.id);
