import { type Clock, type Instant, ok, type Result, refuse } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Log } from '../../platform/log/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';
import type { Account } from '../accounts/index.ts';
import { type AuditEvent, recordEvent } from '../audit/index.ts';
import { type Service, type ServiceAccountProof, verifyServiceAccount } from '../services/index.ts';
import { giveBack, type SpentTry, spendTries } from '../throttle/index.ts';

export interface ProvingDeps {
  db: Db;
  clock: Clock;
  sealing: Sealing;
  log: Pick<Log, 'warn'>;
}

/** Who proves what, and from where. */
export interface Proving {
  account: Pick<Account, 'id'>;
  service: Service;
  address: string;
  /** Browser and system in words. */
  browserWords?: string | undefined;
  reference: string;
}

export type ProofRefusal =
  | { reason: 'mismatch' | 'locked' | 'password-expired' | 'second-step-required' | 'unavailable' }
  | { reason: 'too-many-tries'; retryAt: Instant };

/**
 * Asks a service whether a username and password are right: the one way there is, at sign-in and in Manage My
 * Account, so that the tries are counted together. The password is used for that one question, and kept nowhere.
 */
export async function proveServiceAccount(
  deps: ProvingDeps,
  proving: Proving,
  { username, password }: { username: string; password: string },
): Promise<Result<ServiceAccountProof, ProofRefusal>> {
  const { service, reference } = proving;
  const counted = await countTry(deps, proving, username);
  if (!counted.ok) return counted;
  const verdict = await verifyServiceAccount({ ...deps, reference }, { service, username, password });
  // Only a wrong password is a guess; where it was right, or never looked at, the try does not count.
  const guesses = counted.value.filter(({ budget }) => budget !== 'service-asks');
  if (verdict.outcome !== 'mismatch') await Promise.all(guesses.map((spent) => giveBack(deps, spent)));
  if (verdict.outcome === 'match') return ok(verdict);
  await recordEvent(deps, { ...provingEvent(proving), outcome: verdict.outcome });
  return refuse({ reason: verdict.outcome });
}

async function countTry(
  deps: ProvingDeps,
  { service, account }: Proving,
  username: string,
): Promise<Result<SpentTry[], ProofRefusal>> {
  const counted = await spendTries(deps, [
    ['service-credentials-of-username', [service.id, username]],
    ['service-credentials-of-account', account.id],
    ['service-asks', account.id],
  ]);
  return counted.ok ? counted : refuse({ reason: 'too-many-tries', retryAt: counted.error.retryAt });
}

/** Everything of the event but its outcome. */
export const provingEvent = ({ account, service, address, browserWords, reference }: Proving) =>
  ({
    what: 'service-account-proven',
    who: `account:${account.id}`,
    serviceId: service.id,
    from: address,
    browser: browserWords,
    reference,
  }) as const satisfies Omit<AuditEvent, 'outcome'>;
