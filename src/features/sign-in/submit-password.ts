import { type Instant, newSecret, ok, type Result, refuse } from '../../kernel/index.ts';
import { type Account, isActive } from '../accounts/index.ts';
import { recordEvent } from '../audit/index.ts';
import { holdPassword, verifyAccountPassword } from '../passwords/index.ts';
import { claimPasswordTry, clearPasswordTries, type PasswordSubject } from '../throttle/index.ts';
import type { Attempt } from './attempt.ts';
import { AttemptOver, findAttempt, saveProgress } from './attempts.queries.ts';
import { hasGivenPassword, rememberDevice } from './devices.queries.ts';
import { isPressedAgain, secretDigest } from './open-attempt.ts';
import type { SignInDeps, Visitor } from './sign-in-deps.ts';
import { accountNamedIn, spendTryFromHere } from './spend-try-from-here.ts';

type Deps = Pick<SignInDeps, 'db' | 'clock' | 'sealing' | 'hashing'>;

export type PasswordRefusal =
  /** Wrong password, no account, a disabled one: nobody is told which. */
  | { reason: 'wrong-credentials' }
  /** Whose budget is spent: after wrong passwords of this account, or from this network, whosever they were. */
  | { reason: 'too-many-tries'; spent: 'password' | 'network'; retryAt: Instant };

/**
 * Checks the password of the attempt's address. The same is read, hashed and written for an address
 * without an account.
 * @returns the attempt's new cookie: whatever was handed out before opens it no longer
 * @throws HashingBusy; AttemptOver
 */
export const submitPassword = (
  deps: Deps,
  attempt: Attempt,
  { password }: { password: string },
  visitor: Visitor,
): Promise<Result<{ secret: string }, PasswordRefusal>> =>
  // Nothing is counted, and nothing written, for whoever has to come back later.
  deps.hashing.keepPlace((hashing) => checkPassword({ ...deps, hashing }, attempt, password, visitor));

async function checkPassword(
  deps: Deps,
  attempt: Attempt,
  password: string,
  visitor: Visitor,
): Promise<Result<{ secret: string }, PasswordRefusal>> {
  const account = await accountNamedIn(deps, attempt);
  const browser = deps.sealing.digest(visitor.browser, 'device');
  const subject = await subjectOf(deps, attempt, account, browser);
  const origin = { account: subject.account, address: visitor.address, device: browser };
  const fromHere = await spendTryFromHere(deps, 'sign-in-tries', origin);
  if (!fromHere.ok) return refuse({ reason: 'too-many-tries', spent: 'network', ...fromHere.error });
  const counted = await claimPasswordTry(deps, subject);
  if (!counted.ok) return refuse({ reason: 'too-many-tries', spent: 'password', ...counted.error });

  // Before the check: a password that is replaced while it is checked proves nothing any more.
  const givenAt = deps.clock.now();
  const verdict = await verifyAccountPassword(deps, { accountId: account?.id, password });
  if (!verdict.ok || !isActive(account)) {
    await recordEvent(deps, { ...happening(account, attempt, visitor), outcome: 'refused' });
    return refuse({ reason: 'wrong-credentials' });
  }
  await clearPasswordTries(deps, subject);
  const accepted = { attempt, account, browser, givenAt, setAt: verdict.value.setAt };
  const secret = await acceptPassword(deps, accepted, visitor).catch(async (fault) => {
    // Sent twice, and the other one was first by a moment: the browser gets the answer to this one.
    const now = fault instanceof AttemptOver ? await findAttempt(deps.db, attempt.id) : undefined;
    if (now?.accountId !== account.id || !isPressedAgain(deps, now, attempt.secret)) throw fault;
    return acceptPassword(deps, { ...accepted, attempt: { ...now, reopened: true } }, visitor);
  });
  if (secret !== undefined) return ok({ secret });
  await recordEvent(deps, { ...happening(account, attempt, visitor), outcome: 'refused' });
  return refuse({ reason: 'wrong-credentials' });
}

/** A device on which this password was given before has tries of its own, so that nobody else can lock its owner out. */
async function subjectOf(
  { db }: Deps,
  { email }: Attempt,
  account: Account | undefined,
  browser: string,
): Promise<PasswordSubject> {
  const subject = account?.id ?? email ?? '';
  const known = await hasGivenPassword(db, subject, browser);
  return { account: subject, knownDevice: known ? browser : undefined };
}

interface Accepted {
  attempt: Attempt;
  account: Account;
  browser: string;
  givenAt: Instant;
  /** Of the password that was right. */
  setAt: Instant;
}

/** @returns undefined where another password was set while this one was checked, or it was suspended */
async function acceptPassword(
  { db, clock, sealing }: Deps,
  { attempt, account, browser, givenAt, setAt }: Accepted,
  visitor: Visitor,
): Promise<string | undefined> {
  const secret = newSecret();
  const held = await db.transaction().execute(async (trx) => {
    if (!(await holdPassword(trx, account.id, setAt))) return false;
    await saveProgress(trx, attempt, {
      email: account.email,
      accountId: account.id,
      passwordAt: givenAt,
      secret: secretDigest(sealing, secret),
      // A form that is sent a third time comes under the same cookie as the second time.
      ...(!attempt.reopened && { passwordUnder: attempt.secret }),
      // What somebody else has proven in this attempt is nothing to this account.
      ...((attempt.accountId !== account.id || attempt.reopened) && {
        secondFactorAt: null,
        emailProvenAt: null,
        passkeyAt: null,
        serviceAccount: null,
      }),
    });
    await rememberDevice(trx, account.id, browser, givenAt);
    await recordEvent({ db: trx, clock }, { ...happening(account, attempt, visitor), outcome: 'done' });
    return true;
  });
  return held ? secret : undefined;
}

const happening = (
  account: Account | undefined,
  attempt: Attempt,
  { address, browserWords, reference }: Visitor,
) =>
  ({
    what: 'password-given',
    who: account ? (`account:${account.id}` as const) : ('nobody' as const),
    serviceId: attempt.serviceId,
    from: address,
    browser: browserWords,
    reference,
  }) as const;
