import type { Configuration } from 'openid-client';
import { ownDestinations } from '../../../features/services/index.ts';
import { Outage } from '../../../platform/database/index.ts';
import type { Sealing } from '../../../platform/sealing/index.ts';

const { id, name } = ownDestinations['manage-my-account'];

export const CALLBACK_PATH = '/account/callback';

interface Deps {
  issuer: string;
  sealing: Pick<Sealing, 'digest'>;
}

/** What Manage My Account is registered with as a client of our own provider; every node works out the same secret. */
export const relyingPartyClient = ({ issuer, sealing }: Deps) => ({
  id,
  name,
  client: {
    clientId: id,
    clientSecret: sealing.digest(id, 'client secret'),
    redirectUris: [`${issuer}${CALLBACK_PATH}`],
    postLogoutRedirectUris: [],
    tokenEndpointAuthMethod: 'client_secret_basic' as const,
    idTokenSignedResponseAlg: 'ES256' as const,
    grantTypes: ['authorization_code'],
    internalHosts: [],
  },
});

/** What a sign-in that was begun is checked against when it comes back. */
export interface BegunSignIn {
  state: string;
  nonce: string;
  verifier: string;
}

export interface RelyingParty {
  /** @param ask further wishes: `max_age`, `acr_values`, `prompt` */
  begin(ask?: Record<string, string>): Promise<{ address: string; begun: BegunSignIn }>;
  /**
   * Redeems the code that came back, over loopback.
   * @throws where it is not the answer to what was begun, or the code is spent
   */
  finish(callback: URL, begun: BegunSignIn): Promise<{ accountId: string }>;
}

/** @param loopback where this process listens: `http://127.0.0.1:3000`. The public address may lead through anything */
export function openRelyingParty(deps: Deps, loopback: () => string): RelyingParty {
  // Loaded with the first person who comes: the memory is for those who use it.
  let opened: Promise<{ client: Client; configuration: Configuration }> | undefined;
  const open = () => {
    opened ??= import('openid-client').then((client) => ({
      client,
      configuration: configurationOf(client, deps, loopback),
    }));
    return opened;
  };
  const redirectUri = `${deps.issuer}${CALLBACK_PATH}`;
  return {
    async begin(ask = {}) {
      const { client, configuration } = await open();
      const begun = {
        state: client.randomState(),
        nonce: client.randomNonce(),
        verifier: client.randomPKCECodeVerifier(),
      };
      const address = client.buildAuthorizationUrl(configuration, {
        redirect_uri: redirectUri,
        scope: 'openid',
        state: begun.state,
        nonce: begun.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(begun.verifier),
        code_challenge_method: 'S256',
        ...ask,
      });
      return { address: address.href, begun };
    },
    async finish(callback, { state, nonce, verifier }) {
      const { client, configuration } = await open();
      const tokens = await client.authorizationCodeGrant(configuration, callback, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
      });
      const claims = tokens.claims();
      if (!claims) throw new Error('The provider gave no ID token.');
      return { accountId: claims.sub };
    },
  };
}

type Client = typeof import('openid-client');

function configurationOf(client: Client, deps: Deps, loopback: () => string): Configuration {
  const { issuer } = deps;
  const { client: registered } = relyingPartyClient(deps);
  const configuration = new client.Configuration(
    {
      issuer,
      authorization_endpoint: `${issuer}/oidc/authorize`,
      token_endpoint: `${issuer}/oidc/token`,
      jwks_uri: `${issuer}/oidc/jwks`,
    },
    registered.clientId,
    { id_token_signed_response_alg: registered.idTokenSignedResponseAlg },
    client.ClientSecretBasic(registered.clientSecret),
  );
  // The request never leaves this machine.
  client.allowInsecureRequests(configuration);
  configuration[client.customFetch] = async (address, options) => {
    const { pathname, search } = new URL(address);
    // With as many connections open as may be, our own is not taken either.
    const answer = await fetch(`${loopback()}${pathname}${search}`, options as RequestInit).catch((fault) => {
      throw new Outage('Our own provider takes no connection at this moment.', { cause: fault });
    });
    if (answer.status === 503) throw new Outage('Our own provider cannot redeem codes at this moment.');
    return answer;
  };
  return configuration;
}
