import { type Clock, ok, type Result } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';
import { recordEvent } from '../audit/index.ts';
import type { Changer } from '../notices/index.ts';
import { actInSession } from '../sessions/index.ts';
import { pinContext } from './pin.ts';
import { findSealedPin } from './pins.queries.ts';

interface Deps {
  db: Db;
  clock: Clock;
  sealing: Pick<Sealing, 'open'>;
}

/**
 * The PIN, for its owner's own eyes, in a session that has not ended meanwhile: that it was shown is recorded first.
 * Undefined where the account has none.
 */
export async function showPin(
  { db, clock, sealing }: Deps,
  changer: Changer,
): Promise<Result<string | undefined, 'session-over'>> {
  const { account, address, browserWords: browser, reference } = changer;
  const { id: accountId } = account;
  const kept = await actInSession({ db }, changer, async (trx) => {
    const found = await findSealedPin(trx, accountId);
    const event = { what: 'pin-shown', who: `account:${accountId}`, outcome: 'done' } as const;
    if (found) await recordEvent({ db: trx, clock }, { ...event, from: address, browser, reference });
    return found;
  });
  if (!kept.ok || !kept.value) return kept.ok ? ok(undefined) : kept;
  return ok(sealing.open(kept.value.sealedPin, pinContext(accountId)));
}
