import type { Instant, Result } from '../../kernel/index.ts';
import { type SpentTry, spendTry, type ThrottleDeps } from '../throttle/index.ts';
import { findAccountOfDevice } from './devices.queries.ts';
import type { Origin } from './spend-try-from-here.ts';

/**
 * Counts a request that begins an attempt on the network that it comes from. Where the network has no more, one from a
 * device that an account has been signed in with counts for that account, however many it has: no neighbour keeps its
 * owner out. It is looked up only then, so that nobody else pays for it.
 */
export async function spendArrival(
  deps: ThrottleDeps,
  { address, device }: Origin,
): Promise<Result<SpentTry, { retryAt: Instant }>> {
  const ofNetwork = await spendTry(deps, 'arrivals', address);
  if (ofNetwork.ok) return ofNetwork;
  const account = await findAccountOfDevice(deps.db, device);
  return account === undefined ? ofNetwork : spendTry(deps, 'arrivals-of-known-devices', account);
}
