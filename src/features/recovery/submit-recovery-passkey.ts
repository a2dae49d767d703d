import { type Instant, newSecret, ok, type Result, refuse } from '../../kernel/index.ts';
import type { Account } from '../accounts/index.ts';
import { offerPasskey } from '../passkeys/index.ts';
import { givePasskey } from '../second-factor/index.ts';
import { spendTryFromHere, type Visitor } from '../sign-in/index.ts';
import { type Recovery, saveProgress } from './recovery.queries.ts';
import { type RecoveryDeps, secretDigest } from './recovery.ts';

type Deps = Pick<RecoveryDeps, 'db' | 'clock' | 'sealing' | 'issuer'>;

const wantedIn = ({ id: place }: Recovery, { id: accountId }: Pick<Account, 'id'>) =>
  ({ purpose: 'second-factor', place, accountId }) as const;

/** What the browser is asked to sign; undefined where the account has no passkey, or browsers give none here. */
export const offerPasskeyInRecovery = (
  deps: Deps,
  recovery: Recovery,
  account: Pick<Account, 'id'>,
): Promise<object | undefined> => offerPasskey(deps, wantedIn(recovery, account));

export type RecoveryPasskeyRefusal =
  | { reason: 'not-accepted' }
  /** The challenge's time has passed, or it was answered before. */
  | { reason: 'over' }
  | { reason: 'too-many-tries'; retryAt: Instant };

/**
 * Takes a passkey of the account as its second factor, counted as at sign-in.
 * @returns the recovery's new cookie
 * @throws RecoveryOver
 */
export async function submitRecoveryPasskey(
  deps: Deps,
  recovery: Recovery,
  account: Account,
  { posted }: { posted: string },
  from: Visitor,
): Promise<Result<{ secret: string }, RecoveryPasskeyRefusal>> {
  const device = deps.sealing.digest(from.browser, 'device');
  const origin = { account: account.id, address: from.address, device };
  const counted = await spendTryFromHere(deps, 'sign-in-tries', origin);
  if (!counted.ok) return refuse({ reason: 'too-many-tries', retryAt: counted.error.retryAt });
  const secret = newSecret();
  const verdict = await givePasskey(deps, { ...wantedIn(recovery, account), posted, from }, (trx) => {
    const now = deps.clock.now();
    const progress = { secondFactorAt: now, secret: secretDigest(deps.sealing, secret) };
    return saveProgress(trx, recovery, progress, now);
  });
  return verdict.ok ? ok({ secret }) : refuse({ reason: verdict.error });
}
