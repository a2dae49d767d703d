import type { Instant } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';
import { pinContext } from './pin.ts';
import { insertSealedPin } from './pins.queries.ts';

/** Gives a new account its PIN, in the transaction that makes the account. */
export async function insertPin(
  { db, sealing }: { db: Db; sealing: Pick<Sealing, 'seal'> },
  { accountId, pin, setAt }: { accountId: string; pin: string; setAt: Instant },
): Promise<void> {
  await insertSealedPin(db, { accountId, sealedPin: sealing.seal(pin, pinContext(accountId)), setAt });
}
