import { type Clock, type Instant, ok, type Result, refuse, seconds } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { type Hashing, HashingBusy } from '../../platform/hashing/index.ts';
import { lengthFault, normalisePassword } from './password-text.ts';
import { bringBack, findPassword, type Password, replaceHash } from './passwords.queries.ts';

interface Deps {
  db: Db;
  clock: Clock;
  hashing: Hashing;
}

/** Whoever asks has looked at the clock a little before. */
const A_MOMENT = seconds(1);

/**
 * Whether the password is the account's own, and whether it has expired. The same work is done where there
 * is no account or no password, and an old hash is renewed with the present cost where there is room for it.
 * @param evenSuspended where it is only to be told from a new one
 * @returns `setAt`, to hold it by (see `holdPassword`)
 * @throws HashingBusy, where the password could not be looked at
 */
export async function verifyAccountPassword(
  { db, clock, hashing }: Deps,
  {
    accountId,
    password,
    evenSuspended = false,
  }: { accountId?: string | undefined; password: string; evenSuspended?: boolean },
): Promise<Result<{ expired: boolean; setAt: Instant }, 'wrong-password'>> {
  // No password of ours is that long; hashing a megabyte is what an attacker wants.
  if (lengthFault(password) === 'too-long') return refuse('wrong-password');
  const asked = clock.now();
  const typed = normalisePassword(password);
  const stored = await findPassword(db, accountId ?? '');
  if (!stored) {
    await hashing.dummyVerify(typed);
    return refuse('wrong-password');
  }
  if (!(await hashing.verifyPassword(stored.hash, typed))) return refuse('wrong-password');
  // Only now: it takes the time that any other takes.
  if (stored.suspendedAt !== null && !evenSuspended) return refuse('wrong-password');
  // The clock was put back: what is proven now would be older than the password, and its owner waited for that moment.
  const setAt = stored.setAt > asked ? asked - A_MOMENT : stored.setAt;
  if (setAt !== stored.setAt) await bringBack(db, stored, setAt);
  if (hashing.needsRehash(stored.hash)) await renewHash({ db, hashing }, stored, typed);
  const { expiresAt } = stored;
  return ok({ expired: expiresAt !== null && expiresAt <= clock.now(), setAt });
}

/** A right password is never refused for want of a new hash: the next sign-in renews it. */
async function renewHash(
  { db, hashing }: Pick<Deps, 'db' | 'hashing'>,
  { accountId, hash: old }: Password,
  typed: string,
): Promise<void> {
  try {
    await replaceHash(db, accountId, old, await hashing.hashPassword(typed));
  } catch (fault) {
    if (!(fault instanceof HashingBusy)) throw fault;
  }
}
