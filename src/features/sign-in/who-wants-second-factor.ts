import type { Account } from '../accounts/index.ts';
import { findDestination } from '../services/index.ts';
import type { AttemptRequest, ProvenServiceAccount } from './attempt.ts';
import type { SignInDeps } from './sign-in-deps.ts';

/**
 * `chosen`: the person, at registration; they may think better of it. All others require it; `customer-care` of somebody
 * whose second factor was reset.
 */
export type SecondFactorWanted =
  | 'service'
  | 'service-account'
  | 'company'
  | 'customer-care'
  | 'request'
  | 'chosen';

interface Wishes {
  account: Pick<Account, 'email' | 'secondFactorChosenAt' | 'secondFactorDueAt'>;
  serviceId: string;
  request: AttemptRequest;
  serviceAccount: ProvenServiceAccount | undefined;
}

/** Who wants a second factor of an account that has none: whoever requires it before whoever wishes it. Pure. */
export function whoWantsSecondFactor(
  { services, secondFactorDomains }: Pick<SignInDeps, 'services' | 'secondFactorDomains'>,
  { account, serviceId, request, serviceAccount }: Wishes,
): SecondFactorWanted | undefined {
  if (findDestination({ services }, serviceId)?.secondFactorRequired) return 'service';
  if (serviceAccount?.secondFactorRequired) return 'service-account';
  if (secondFactorDomains.includes(account.email.split('@')[1] ?? '')) return 'company';
  if (account.secondFactorDueAt !== null) return 'customer-care';
  if (request.acrValues.includes('aal2') && !request.acrValues.includes('aal1')) return 'request';
  return account.secondFactorChosenAt === null ? undefined : 'chosen';
}
