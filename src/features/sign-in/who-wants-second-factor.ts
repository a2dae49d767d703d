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
  if (companyWantsSecondFactor({ secondFactorDomains }, account.email)) return 'company';
  if (account.secondFactorDueAt !== null) return 'customer-care';
  if (requestWantsSecondFactor(request)) return 'request';
  return account.secondFactorChosenAt === null ? undefined : 'chosen';
}

/** Whether the service asks for one with this request: a level that a password alone is not enough for. Pure. */
export const requestWantsSecondFactor = ({ acrValues }: Pick<AttemptRequest, 'acrValues'>): boolean =>
  acrValues.includes('aal2') && !acrValues.includes('aal1');

/** Whether the company requires one of everybody with an address like this one. Pure. */
export const companyWantsSecondFactor = (
  { secondFactorDomains }: Pick<SignInDeps, 'secondFactorDomains'>,
  email: string,
): boolean => secondFactorDomains.includes(email.split('@')[1] ?? '');
