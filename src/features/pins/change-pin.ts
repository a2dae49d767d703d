import type { Clock, Result } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';
import { type Changer, recordChange } from '../notices/index.ts';
import { changeInSession } from '../sessions/index.ts';
import { checkPinForm, pinContext } from './pin.ts';
import { replaceSealedPin } from './pins.queries.ts';

interface Deps {
  db: Db;
  clock: Clock;
  sealing: Sealing;
  /** The configured address of Master Account: links in mail are made from nothing else. */
  issuer: string;
}

/** Gives an account another PIN. The notice of it does not say which. */
export async function changePin(
  deps: Deps,
  changer: Changer,
  typed: string,
): Promise<Result<void, 'pin-form' | 'session-over'>> {
  const pin = checkPinForm(typed);
  if (!pin.ok) return pin;
  const { id: accountId } = changer.account;
  const sealedPin = deps.sealing.seal(pin.value, pinContext(accountId));
  return changeInSession(deps, changer, async (trx) => {
    await replaceSealedPin(trx, { accountId, sealedPin, setAt: deps.clock.now() });
    await recordChange({ ...deps, db: trx }, changer, { event: 'pin-changed', change: 'pin-changed' });
  });
}
