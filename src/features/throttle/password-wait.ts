import { days, type Instant, minutes, ok, type Result, refuse, seconds } from '../../kernel/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';
import { refusals } from './refusals.ts';
import type { ThrottleDeps } from './spend-try.ts';
import { canonicalSubject } from './subjects.ts';
import { claimTryAfterWait, findCounter, removeCounter, returnTryAndWait } from './throttle.queries.ts';

const FREE_TRIES = 5;
const FIRST_WAIT = seconds(1);
const LONGEST_WAIT = minutes(15);
const FORGET_AFTER = days(1);

/** The wait after the 1st, 2nd, … wrong password; the last one holds for all after it. */
const PASSWORD_WAITS: readonly number[] = waitsAfterWrongPasswords();

/** Whose password is tried. */
export interface PasswordSubject {
  /** The account's id; for an address without an account, the address: it is counted in the same way. */
  account: string;
  /** Digest of a device that this account has signed in with before: it has tries of its own. */
  knownDevice?: string | undefined;
}

/** A counted password try, for `giveBackPasswordTry`. */
export interface PasswordTry {
  budget: string;
  subject: string;
  tries: number;
}

/**
 * Counts a password try before the password is looked at: five are free, then each wrong one makes the
 * next wait twice as long, from 1 s to 15 min. Of parallel tries within a wait, one is let through.
 */
export async function claimPasswordTry(
  { db, clock, sealing }: ThrottleDeps,
  subject: PasswordSubject,
): Promise<Result<PasswordTry, { retryAt: Instant }>> {
  const key = keyOf(sealing, subject);
  const now = clock.now();
  const tries = await claimTryAfterWait(db, {
    ...key,
    now,
    waits: PASSWORD_WAITS,
    forgetAfter: FORGET_AFTER,
  });
  if (tries !== undefined) return ok({ ...key, tries });
  refusals.tell({ budget: key.budget });
  const counter = await findCounter(db, key);
  return refuse({ retryAt: counter?.opensAt ?? now });
}

/** After a right password: the next wrong one is the first again. */
export async function clearPasswordTries(
  { db, sealing }: Pick<ThrottleDeps, 'db' | 'sealing'>,
  subject: PasswordSubject,
): Promise<void> {
  await removeCounter(db, keyOf(sealing, subject));
}

/** For a password that was never looked at, because the server was too busy. */
export async function giveBackPasswordTry(
  { db, clock }: Pick<ThrottleDeps, 'db' | 'clock'>,
  { budget, subject, tries }: PasswordTry,
): Promise<void> {
  await returnTryAndWait(db, { budget, subject, tries, now: clock.now() });
}

function keyOf(sealing: Pick<Sealing, 'digest'>, { account, knownDevice }: PasswordSubject) {
  const budget = knownDevice === undefined ? 'wrong-passwords' : 'wrong-passwords-of-known-device';
  const subject = canonicalSubject(knownDevice === undefined ? [account] : [account, knownDevice], 'id');
  return { budget, subject: sealing.digest(subject, `throttle:${budget}`) };
}

function waitsAfterWrongPasswords(): number[] {
  const waits = new Array<number>(FREE_TRIES - 1).fill(0);
  for (let wait = FIRST_WAIT; wait < LONGEST_WAIT; wait *= 2) waits.push(wait);
  return [...waits, LONGEST_WAIT];
}
