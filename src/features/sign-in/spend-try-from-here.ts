import type { Instant, Result } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { type Account, findAccount, findAccountByEmail } from '../accounts/index.ts';
import { type SpentTry, spendTry, type ThrottleDeps } from '../throttle/index.ts';
import type { Attempt } from './attempt.ts';
import { isKnownDevice } from './devices.queries.ts';

/** Where a try comes from. */
export interface Origin {
  /** The client's IP address. */
  address: string;
  /** Digest of the browser's id. */
  device: string;
}

/**
 * Counts a try on the network that it comes from. A device with which the account has been used counts for its account
 * first, so that nobody else in its network can lock it out: only whoever has given the password has one, and however
 * many there are, they share these tries; when they are spent, what is left of the network's counts.
 * @param account its id; for an address without an account, the address: the same is read for it
 */
export async function spendTryFromHere(
  deps: ThrottleDeps,
  budget: 'sign-in-tries' | 'address-look-ups' | 'recoveries',
  { account, address, device }: Origin & { account: string },
): Promise<Result<SpentTry, { retryAt: Instant }>> {
  if (await isKnownDevice(deps.db, account, device)) {
    const own = await spendTry(deps, 'tries-of-known-devices', account);
    if (own.ok) return own;
  }
  return spendTry(deps, budget, address);
}

/** Whom an attempt is about: whoever has the address typed; where the session's person is asked again, they. */
export const accountNamedIn = (
  { db }: { db: Db },
  { email, session }: Pick<Attempt, 'email' | 'session'>,
): Promise<Account | undefined> =>
  email !== undefined || session === undefined
    ? findAccountByEmail(db, email ?? '')
    : findAccount(db, session.accountId);
