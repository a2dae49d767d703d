import type { Configuration, JWK } from 'oidc-provider';
import { hours, minutes } from '../../../kernel/index.ts';
import type { Log } from '../../../platform/log/index.ts';
import type { OidcPorts } from '../ports.ts';
import { storageAdapter } from '../storage/adapter.ts';
import type { StorageDeps } from '../storage/storage-deps.ts';
import { askNextStep } from './ask-next-step.ts';
import { accountClaims, claimsByScope, scopes } from './claims.ts';
import { clientMetadata, mayAskFromBrowser, type RegisteredService } from './clients.ts';
import { cookieSettings } from './cookies.ts';
import { errorPages } from './errors.ts';
import { grantInSession, isRefreshTokenDue } from './grants.ts';
import { AUTHORIZE_PATH, JWKS_PATH } from './middleware.ts';
import { interactionPrompts, REACHABLE } from './policy.ts';
import { INTERACTION_LIFETIME, startAttempt } from './start-attempt.ts';

export interface ProviderDeps extends StorageDeps {
  issuer: string;
  services: readonly RegisteredService[];
  log: Log;
  ports: OidcPorts;
}

const inSeconds = (duration: number): number => Math.ceil(duration / 1000);

/** Everything that we want otherwise than the library does by itself. */
export function providerConfiguration(
  deps: ProviderDeps,
  keys: JWK[],
  fetch: Configuration['fetch'],
): Configuration {
  const ask = askNextStep(deps);
  return {
    adapter: storageAdapter(deps),
    jwks: { keys },
    clients: deps.services.map(clientMetadata),
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'none'],
    cookies: cookieSettings(deps.issuer, deps.sealing),
    routes: {
      authorization: AUTHORIZE_PATH,
      token: '/oidc/token',
      userinfo: '/oidc/userinfo',
      jwks: JWKS_PATH,
      revocation: '/oidc/revoke',
      end_session: '/sign-out',
    },
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      claimsParameter: { enabled: true },
      rpInitiatedLogout: { enabled: true },
      revocation: {
        enabled: true,
        allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId,
      },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      resourceIndicators: { enabled: false },
    },
    responseTypes: ['code'],
    pkce: { required: () => true },
    allowOmittingSingleRegisteredRedirectUri: false,
    conformIdTokenClaims: false,
    scopes,
    claims: claimsByScope,
    acrValues: [...REACHABLE],
    enabledJWA: { idTokenSigningAlgValues: ['ES256', 'RS256'] },
    interactions: { policy: interactionPrompts(ask), url: startAttempt(deps) },
    findAccount: accountClaims(deps.ports, ask),
    loadExistingGrant: grantInSession,
    issueRefreshToken: isRefreshTokenDue,
    rotateRefreshToken: () => true,
    // A session ends everywhere at once, so nothing that it has issued outlives it.
    expiresWithSession: async () => true,
    ttl: {
      AuthorizationCode: inSeconds(minutes(1)),
      AccessToken: inSeconds(minutes(15)),
      IdToken: inSeconds(hours(1)),
      RefreshToken: inSeconds(deps.limits.lifetime),
      Grant: inSeconds(deps.limits.lifetime),
      Session: inSeconds(deps.limits.lifetime),
      Interaction: inSeconds(INTERACTION_LIFETIME),
    },
    clientBasedCORS: (_ctx, origin, client) => mayAskFromBrowser(origin, client),
    renderError: errorPages(deps),
    fetch,
  };
}
