import { type Instant, ok, type Result, refuse } from '../../kernel/index.ts';
import { equalSecrets, type Sealing } from '../../platform/sealing/index.ts';
import { giveBack, spendTry, type ThrottleDeps } from '../throttle/index.ts';
import { checkPinForm, pinContext } from './pin.ts';
import { findSealedPin } from './pins.queries.ts';

/** No PIN has such a character: compared with where an account has none, so that this takes the same time. */
const NONE = '-';

/**
 * Whether the PIN that a caller says is the account's: yes or no, and nothing else. The try is counted before the
 * comparison; a right one does not count, and gives none of the wrong ones back. What cannot be any PIN is no try.
 * @returns when the next try is let through, after five wrong ones within a day
 */
export async function checkPin(
  deps: ThrottleDeps & { sealing: Pick<Sealing, 'digest' | 'open'> },
  accountId: string,
  typed: string,
): Promise<Result<'yes' | 'no', { retryAt: Instant }>> {
  const pin = checkPinForm(typed);
  if (!pin.ok) return ok('no');
  const counted = await spendTry(deps, 'wrong-pins', accountId);
  if (!counted.ok) return refuse(counted.error);
  const kept = await findSealedPin(deps.db, accountId);
  const expected = kept ? deps.sealing.open(kept.sealedPin, pinContext(accountId)) : NONE;
  if (!equalSecrets(expected, pin.value)) return ok('no');
  await giveBack(deps, counted.value);
  return ok('yes');
}
