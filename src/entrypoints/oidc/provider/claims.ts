import type { FindAccount } from 'oidc-provider';
import type { OidcPorts } from '../ports.ts';
import { memoryOf } from '../request-memory.ts';
import type { AskNextStep } from './ask-next-step.ts';

/** Which claims come with which scope. */
export const claimsByScope = {
  openid: ['sub', 'service_account', 'acr', 'amr', 'auth_time'],
  profile: ['name', 'given_name', 'family_name'],
  email: ['email', 'email_verified'],
};

export const scopes = ['openid', 'profile', 'email', 'offline_access'];

/** Services are the company's own: they are granted everything that there is to ask for. */
export const grantedInFull = {
  scope: scopes.join(' '),
  claims: [...new Set(Object.values(claimsByScope).flat())],
};

/** Where the browser arrives, and comes back to after sign-in. */
const AUTHORIZING = ['authorization', 'resume'];

/**
 * The account as the services see it. `service_account` is that of the code or token at hand. An authorization request reads
 * more of it than that, so there it is read once with the rest.
 */
export const accountClaims =
  ({ findActiveAccount }: Pick<OidcPorts, 'findActiveAccount'>, ask: AskNextStep): FindAccount =>
  async (ctx, accountId) => {
    const account = AUTHORIZING.includes(ctx.oidc.route)
      ? (await ask(ctx)).account
      : await findActiveAccount(accountId);
    if (!account) return undefined;
    return {
      accountId: account.id,
      claims: async () => ({
        sub: account.id,
        email: account.email,
        // An account exists only once its address has been proven.
        email_verified: true,
        name: `${account.firstName} ${account.lastName}`,
        given_name: account.firstName,
        family_name: account.lastName,
        service_account: memoryOf(ctx).serviceAccount,
      }),
    };
  };
