import { type Clock, ok, type Result, refuse } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { type Hashing, HashingBusy } from '../../platform/hashing/index.ts';
import { lengthFault, normalisePassword } from './password-text.ts';
import { findPassword, type Password, replaceHash } from './passwords.queries.ts';

interface Deps {
  db: Db;
  clock: Clock;
  hashing: Hashing;
}

/**
 * Whether the password is the account's own, and whether it has expired. The same work is done where there
 * is no account or no password, and an old hash is renewed with the present cost where there is room for it.
 * @throws HashingBusy, where the password could not be looked at
 */
export async function verifyAccountPassword(
  { db, clock, hashing }: Deps,
  { accountId, password }: { accountId?: string | undefined; password: string },
): Promise<Result<{ expired: boolean }, 'wrong-password'>> {
  // No password of ours is that long; hashing a megabyte is what an attacker wants.
  if (lengthFault(password) === 'too-long') return refuse('wrong-password');
  const typed = normalisePassword(password);
  const stored = await findPassword(db, accountId ?? '');
  if (!stored) {
    await hashing.dummyVerify(typed);
    return refuse('wrong-password');
  }
  if (!(await hashing.verifyPassword(stored.hash, typed))) return refuse('wrong-password');
  if (hashing.needsRehash(stored.hash)) await renewHash({ db, hashing }, stored, typed);
  return ok({ expired: stored.expiresAt !== null && stored.expiresAt <= clock.now() });
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
