import type { Clock } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';
import { recordEvent } from '../audit/index.ts';
import type { Changer } from '../notices/index.ts';
import { pinContext } from './pin.ts';
import { findSealedPin } from './pins.queries.ts';

/** The PIN, for its owner's own eyes: that it was shown is recorded first. Undefined where the account has none. */
export async function showPin(
  deps: { db: Db; clock: Clock; sealing: Pick<Sealing, 'open'> },
  accountId: string,
  { address, browserWords: browser, reference }: Pick<Changer, 'address' | 'browserWords' | 'reference'>,
): Promise<string | undefined> {
  const kept = await findSealedPin(deps.db, accountId);
  if (!kept) return undefined;
  const event = { what: 'pin-shown', who: `account:${accountId}`, outcome: 'done' } as const;
  await recordEvent(deps, { ...event, from: address, browser, reference });
  return deps.sealing.open(kept.sealedPin, pinContext(accountId));
}
