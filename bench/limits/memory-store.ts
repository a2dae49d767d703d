// The same `oidc-provider`, on the in-memory store that it brings: what a sign-on costs with nothing kept at all.
// Everybody who comes is signed in at once. Prints `ready` when it listens.
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import Provider, { interactionPolicy } from 'oidc-provider';

const [port = '0', clientId = '', clientSecret = '', redirectUri = ''] = process.argv.slice(2);
const issuer = `http://localhost:${port}`;
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const policy = interactionPolicy.base();
policy.remove('consent');

const provider = new Provider(issuer, {
  jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), alg: 'ES256', use: 'sig' } as never] },
  clients: [
    {
      client_id: clientId,
      client_secret: clientSecret,
      redirect_uris: [redirectUri],
      response_types: ['code'],
      grant_types: ['authorization_code'],
      token_endpoint_auth_method: 'client_secret_basic',
      id_token_signed_response_alg: 'ES256',
    },
  ],
  cookies: { keys: ['of the bench'] },
  routes: { authorization: '/oidc/authorize', token: '/oidc/token', jwks: '/oidc/jwks' },
  features: { devInteractions: { enabled: false } },
  pkce: { required: () => true },
  conformIdTokenClaims: false,
  scopes: ['openid', 'profile', 'email'],
  claims: { openid: ['sub', 'acr', 'amr', 'auth_time'], profile: ['name'], email: ['email'] },
  interactions: { policy, url: (_, { uid }) => `/sign-in/${uid}` },
  findAccount: (_, accountId) => ({
    accountId,
    claims: () => ({ sub: accountId, email: 'ada@example.com', name: 'Ada Lovelace' }),
  }),
  async loadExistingGrant({ oidc: { client, session, provider: owner } }) {
    if (!session?.accountId || !client) return undefined;
    const known = session.grantIdFor(client.clientId);
    if (known) return owner.Grant.find(known);
    const grant = new owner.Grant({ accountId: session.accountId, clientId: client.clientId });
    grant.addOIDCScope('openid profile email');
    await grant.save();
    return grant;
  },
  ttl: {
    AuthorizationCode: 60,
    AccessToken: 900,
    IdToken: 3600,
    Session: 43_200,
    Grant: 43_200,
    Interaction: 600,
  },
});

const handle = provider.callback();
createServer(async (request, response) => {
  if (!request.url?.startsWith('/sign-in/')) return handle(request, response);
  await provider.interactionFinished(request, response, { login: { accountId: 'ada', amr: ['pwd'] } });
}).listen(Number(port), '127.0.0.1', () => process.send?.('ready'));
process.once('disconnect', () => process.exit(0));
