import { type Instant, ok, type Result, refuse } from '../../kernel/index.ts';
import { equalSecrets, type Sealing } from '../../platform/sealing/index.ts';
import { giveBack, spendTry, type ThrottleDeps } from '../throttle/index.ts';
import { keptPin } from './kept-pin.ts';
import { checkPinForm } from './pin.ts';

type CheckPinDeps = ThrottleDeps & { sealing: Pick<Sealing, 'digest' | 'open'> };

/** No PIN has such a character: compared with where an account has none, so that this takes the same time. */
const NONE = '-';

/**
 * Whether the PIN that a caller says is the account's: yes or no, and nothing else. The try is counted before the
 * comparison; a right one does not count, and gives none of the wrong ones back. What cannot be any PIN is no try.
 * @returns when the next try is let through, after five wrong ones within a day
 */
export const checkPin = (
  deps: CheckPinDeps,
  accountId: string,
  typed: string,
): Promise<Result<'yes' | 'no', { retryAt: Instant }>> =>
  judgePin(deps, accountId, async () => (await keptPin(deps, accountId))?.pin, typed);

/**
 * The same for whoever keeps a PIN elsewhere.
 * @param subject whom the tries are counted on
 */
async function judgePin(
  deps: ThrottleDeps,
  subject: string,
  findPin: () => Promise<string | undefined>,
  typed: string,
): Promise<Result<'yes' | 'no', { retryAt: Instant }>> {
  const judged = await judgePins(deps, subject, async () => [await findPin()], typed);
  return judged.ok ? ok(judged.value === undefined ? 'no' : 'yes') : judged;
}

/**
 * The same where several people may be meant: one try, whomever it is compared with, and each of them is compared with.
 * @returns whose it is, as a place in the list; the first one of two with the same PIN
 */
export async function judgePins(
  deps: ThrottleDeps,
  subject: string,
  findPins: () => Promise<readonly (string | undefined)[]>,
  typed: string,
): Promise<Result<number | undefined, { retryAt: Instant }>> {
  const pin = checkPinForm(typed);
  if (!pin.ok) return ok(undefined);
  const counted = await spendTry(deps, 'wrong-pins', subject);
  if (!counted.ok) return refuse(counted.error);
  const right = (await findPins()).map((expected) => equalSecrets(expected || NONE, pin.value));
  const first = right.indexOf(true);
  if (first < 0) return ok(undefined);
  await giveBack(deps, counted.value);
  return ok(first);
}
