import { type Instant, newSecret, ok, type Result, refuse } from '../../kernel/index.ts';
import { type Account, findAccount, isActive } from '../accounts/index.ts';
import { type AuditEvent, recordEvent } from '../audit/index.ts';
import {
  type ChallengeFor,
  type CheckedPasskey,
  checkPasskey,
  offerPasskey,
  usePasskey,
} from '../passkeys/index.ts';
import type { Attempt } from './attempt.ts';
import { saveProgress } from './attempts.queries.ts';
import { rememberDevice } from './devices.queries.ts';
import { secretDigest } from './open-attempt.ts';
import type { SignInDeps, Visitor } from './sign-in-deps.ts';
import { accountNamedIn, spendTryFromHere } from './spend-try-from-here.ts';

type Deps = Pick<SignInDeps, 'db' | 'clock' | 'sealing' | 'issuer'>;

export type PasskeyRefusal =
  /** Whatever is wrong with it, and whoever's it is, or is not: nobody is told which. */
  | { reason: 'not-accepted' }
  /** The challenge's time has passed, or it was answered before. */
  | { reason: 'over' }
  | { reason: 'too-many-tries'; retryAt: Instant };

/**
 * What the browser is asked to sign in this attempt.
 * @param proven the account that has given its password, where the passkey is its second factor; else anybody may come
 */
export const offerPasskeyInAttempt = (
  deps: Deps,
  attempt: Attempt,
  proven?: Pick<Account, 'id'>,
): Promise<object | undefined> => offerPasskey(deps, wantedIn(attempt, proven));

const wantedIn = ({ id }: Attempt, proven: Pick<Account, 'id'> | undefined): ChallengeFor =>
  proven ? { purpose: 'second-factor', place: id, accountId: proven.id } : { purpose: 'sign-in', place: id };

/**
 * Takes a passkey: in place of password and code, or as the second factor of the account that has given its password.
 * @returns the attempt's new cookie: whatever was handed out before opens it no longer
 * @throws AttemptOver
 */
export async function submitPasskey(
  deps: Deps,
  attempt: Attempt,
  { posted, proven }: { posted: string; proven?: Account | undefined },
  visitor: Visitor,
): Promise<Result<{ secret: string }, PasskeyRefusal>> {
  const named = proven ?? (await accountNamedIn(deps, attempt));
  const device = deps.sealing.digest(visitor.browser, 'device');
  const origin = { account: named?.id ?? attempt.email ?? '', address: visitor.address, device };
  const fromHere = await spendTryFromHere(deps, 'sign-in-tries', origin);
  if (!fromHere.ok) return refuse({ reason: 'too-many-tries', retryAt: fromHere.error.retryAt });
  const happening = happeningOf(attempt, visitor, proven);
  const checked = await checkPasskey(deps, wantedIn(attempt, proven), posted);
  if (!checked.ok) {
    await recordEvent(deps, happening(proven?.id, 'refused'));
    return refuse({ reason: checked.error });
  }
  const { accountId } = checked.value.passkey;
  const account = await findAccount(deps.db, accountId);
  if (!isActive(account)) {
    await recordEvent(deps, happening(accountId, 'refused'));
    return refuse({ reason: 'not-accepted' });
  }
  const secret = await accept(deps, { attempt, account, checked: checked.value, proven }, visitor);
  if (secret !== undefined) return ok({ secret });
  await recordEvent(deps, happening(account.id, 'counter-went-back'));
  return refuse({ reason: 'not-accepted' });
}

interface Accepted {
  attempt: Attempt;
  account: Account;
  checked: CheckedPasskey;
  proven: Account | undefined;
}

/** @returns undefined where the passkey's counter has gone back, or it was removed meanwhile */
async function accept(
  { db, clock, sealing }: Deps,
  { attempt, account, checked, proven }: Accepted,
  visitor: Visitor,
): Promise<string | undefined> {
  const secret = newSecret();
  const now = clock.now();
  const accepted = await db.transaction().execute(async (trx) => {
    if (!(await usePasskey({ db: trx, clock }, checked))) return false;
    await saveProgress(trx, attempt, {
      email: account.email,
      accountId: account.id,
      passkeyAt: now,
      secret: secretDigest(sealing, secret),
      // What somebody else has proven in this attempt is nothing to this account.
      ...(attempt.accountId !== account.id && {
        passwordAt: null,
        secondFactorAt: null,
        emailProvenAt: null,
        serviceAccount: null,
      }),
    });
    await rememberDevice(trx, account.id, sealing.digest(visitor.browser, 'device'), now);
    const happening = happeningOf(attempt, visitor, proven);
    await recordEvent({ db: trx, clock }, happening(account.id, 'done'));
    return true;
  });
  return accepted ? secret : undefined;
}

const happeningOf =
  (
    { serviceId }: Attempt,
    { address: from, browserWords: browser, reference }: Visitor,
    proven: Account | undefined,
  ) =>
  (accountId: string | undefined, outcome: 'done' | 'refused' | 'counter-went-back'): AuditEvent => {
    const who = accountId === undefined ? ('nobody' as const) : (`account:${accountId}` as const);
    const circumstances = { who, serviceId, from, browser, reference };
    if (!proven || outcome === 'counter-went-back')
      return { what: 'passkey-given', outcome, ...circumstances };
    const given = outcome === 'done' ? 'passkey' : 'refused';
    return { what: 'second-factor-given', outcome: given, ...circumstances };
  };
