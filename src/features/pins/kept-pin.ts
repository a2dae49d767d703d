import type { Db } from '../../platform/database/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';
import { pinContext } from './pin.ts';
import { findSealedPin } from './pins.queries.ts';

/** A PIN for what nobody is shown. */
export interface KeptPin {
  pin: string;
  /** Another one as soon as another PIN is set. */
  mark: string;
}

/** An account's PIN, to be compared with. */
export async function keptPin(
  { db, sealing }: { db: Db; sealing: Pick<Sealing, 'open' | 'digest'> },
  accountId: string,
): Promise<KeptPin | undefined> {
  const kept = await findSealedPin(db, accountId);
  return kept && openKeptPin(sealing, kept.sealedPin, pinContext(accountId));
}

/** @param context in which it was sealed */
export const openKeptPin = (
  sealing: Pick<Sealing, 'open' | 'digest'>,
  sealedPin: string,
  context: string,
): KeptPin => ({ pin: sealing.open(sealedPin, context), mark: sealing.digest(sealedPin, 'pin-mark') });
