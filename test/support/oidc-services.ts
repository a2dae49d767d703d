// Two services for the tests of OpenID Connect: their callbacks, the address where they are told of
// sign-outs, and a client of theirs that does everything by the book.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { TestContext } from 'node:test';
import * as client from 'openid-client';
import type { Browser } from './browser.ts';

export interface TestServices {
  origin: string;
  /** Logout tokens that the services have received, in order. */
  logouts: { service: string; token: Record<string, unknown> }[];
  /** Services that answer 503. */
  down: Set<string>;
}

export interface TestService {
  config: client.Configuration;
  redirectUri: string;
  /** Sends the browser to sign in. */
  send(browser: Browser, params?: Record<string, string>): Promise<SentBrowser>;
}

export interface SentBrowser {
  verifier: string;
  /** Tokens for the code that the browser has come back with. */
  tokens(browser: Browser, checks?: { expectedNonce?: string }): Promise<Tokens>;
}

export type Tokens = Awaited<ReturnType<typeof client.authorizationCodeGrant>>;

export const secretOf = (id: string): string => `a long secret of the service ${id}, for tests only`;

export async function startServices(t: Pick<TestContext, 'after'>): Promise<TestServices> {
  const { server, origin } = await listen(t);
  const services: TestServices = { origin, logouts: [], down: new Set() };
  server.on('request', async (request: IncomingMessage, response: ServerResponse) => {
    const [, service = '', page] = new URL(request.url ?? '/', origin).pathname.split('/');
    if (page !== 'backchannel') return response.end(`<h1>${service} ${page}</h1>`);
    if (services.down.has(service)) return response.writeHead(503).end();
    const payload = new URLSearchParams(await text(request)).get('logout_token')?.split('.')[1] ?? '';
    services.logouts.push({ service, token: JSON.parse(Buffer.from(payload, 'base64url').toString()) });
    return response.end();
  });
  return services;
}

export interface Registration {
  alg: 'ES256' | 'RS256';
  grantTypes: readonly string[];
  /** The host at which the services are told of sign-outs. */
  toldAt?: string | undefined;
  internalHosts?: readonly string[] | undefined;
}

/** The services as the configuration lists them. */
export const registered = (
  { origin }: TestServices,
  { alg, grantTypes, toldAt = 'localhost', internalHosts = [] }: Registration,
) =>
  ['hosting', 'cloud'].map((id) => ({
    id,
    name: `Service ${id}`,
    client: {
      clientId: `client-${id}`,
      clientSecret: secretOf(id),
      redirectUris: [`${origin}/${id}/callback`],
      postLogoutRedirectUris: [`${origin}/${id}/signed-out`],
      backchannelLogoutUri: `${origin.replace('localhost', toldAt)}/${id}/backchannel`,
      tokenEndpointAuthMethod: 'client_secret_basic' as const,
      idTokenSignedResponseAlg: alg,
      grantTypes,
      internalHosts,
    },
  }));

export async function testService(
  issuer: string,
  { origin }: TestServices,
  id: string,
  alg: string,
): Promise<TestService> {
  const redirectUri = `${origin}/${id}/callback`;
  const config = await client.discovery(
    new URL(issuer),
    `client-${id}`,
    { client_secret: secretOf(id), id_token_signed_response_alg: alg },
    client.ClientSecretBasic(secretOf(id)),
    { execute: [client.allowInsecureRequests] },
  );
  return {
    config,
    redirectUri,
    async send(browser, params = {}) {
      const verifier = client.randomPKCECodeVerifier();
      const address = client.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: 'openid profile email',
        state: 'the state',
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        ...params,
      });
      await browser.visit(address.href);
      const checks = { pkceCodeVerifier: verifier, expectedState: 'the state' };
      return {
        verifier,
        tokens: ({ url }, more) =>
          client.authorizationCodeGrant(config, new URL(url), { ...checks, ...more }),
      };
    },
  };
}

/** A server on a free port of this machine, that ends with the test. */
export async function listen(t: Pick<TestContext, 'after'>): Promise<{ server: Server; origin: string }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { server, origin: `http://localhost:${(server.address() as AddressInfo).port}` };
}
