import type { Db } from '../../platform/database/index.ts';
import type { Account } from '../accounts/index.ts';
import { listLinks } from '../links/index.ts';
import { findService } from '../services/index.ts';
import type { SignInDeps } from './sign-in-deps.ts';
import { whoWantsSecondFactor } from './who-wants-second-factor.ts';

export type RequiringSecondFactor =
  | { by: 'company' }
  /** A linked service, of everybody. */
  | { by: 'service'; name: string }
  /** A linked service, of this service account. */
  | { by: 'service-account'; name: string };

/** Everybody who would ask for a second factor at the next sign-in, so that it cannot be turned off. */
export async function listWhoRequireIt(
  { db, services, secondFactorDomains }: Pick<SignInDeps, 'services' | 'secondFactorDomains'> & { db: Db },
  account: Account,
): Promise<RequiringSecondFactor[]> {
  const unwished = { ...account, secondFactorChosenAt: null };
  const request = { clientId: '', prompts: [], acrValues: [] };
  const requiring: RequiringSecondFactor[] = [];
  for (const link of await listLinks(db, account.id)) {
    const name = findService({ services }, link.serviceId)?.name;
    if (name === undefined) continue;
    const wanted = whoWantsSecondFactor(
      { services, secondFactorDomains: [] },
      {
        account: unwished,
        serviceId: link.serviceId,
        request,
        serviceAccount: {
          serviceId: link.serviceId,
          id: link.serviceAccountId,
          username: link.username,
          access: 'linked',
          secondFactorRequired: link.secondFactorRequiredAt !== null,
        },
      },
    );
    if (wanted === 'service' || wanted === 'service-account') requiring.push({ by: wanted, name });
  }
  const company = whoWantsSecondFactor(
    { services: [], secondFactorDomains },
    { account: unwished, serviceId: '', request, serviceAccount: undefined },
  );
  return company === 'company' ? [{ by: company }, ...requiring] : requiring;
}
