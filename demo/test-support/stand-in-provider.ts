import { createHash } from 'node:crypto';
import type { TestContext } from 'node:test';
import { Hono } from 'hono';
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { freePorts } from '../../test/support/ports.ts';
import { localAddress } from '../demo-ports.ts';
import { listen, portNeed } from '../listen.ts';

interface Granted {
  authorizationUrl: URL;
  claims: Record<string, unknown>;
}

/** As much of an OpenID provider as a client talks to behind the browser's back, under the test's control. */
export interface StandInProvider {
  issuer: string;
  /** What a person's sign-in leads to: a code whose ID token has these claims. @returns the way back */
  grant(granted: Granted): string;
  /** A signed token with the issuer's name in it. */
  sign(claims: Record<string, unknown>, alg?: 'ES256' | 'RS256'): Promise<string>;
}

export async function standInProvider(t: TestContext, port?: number): Promise<StandInProvider> {
  port ??= await freePorts(1);
  const issuer = localAddress(port);
  const keys = { ES256: await generateKeyPair('ES256'), RS256: await generateKeyPair('RS256') };
  const grants = new Map<string, Granted>();
  const sign: StandInProvider['sign'] = (claims, alg = 'ES256') =>
    new SignJWT({ iss: issuer, ...claims })
      .setProtectedHeader({ alg, kid: alg })
      .setIssuedAt()
      .setExpirationTime('5 minutes')
      .sign(keys[alg].privateKey);

  const app = new Hono();
  app.get('/.well-known/openid-configuration', (c) => c.json(metadataOf(issuer)));
  app.get('/jwks', async (c) => c.json({ keys: await Promise.all(Object.entries(keys).map(publishedKey)) }));
  app.post('/token', async (c) => {
    const { code, code_verifier } = (await c.req.parseBody()) as Record<string, string>;
    const granted = grants.get(code ?? '');
    const asked = granted?.authorizationUrl.searchParams;
    const challenge = createHash('sha256').update(`${code_verifier}`).digest('base64url');
    if (!granted || !asked || asked.get('code_challenge') !== challenge)
      return c.json({ error: 'invalid_grant' }, 400);
    const claims = { aud: asked.get('client_id'), nonce: asked.get('nonce'), ...granted.claims };
    const alg = asked.get('client_id') === 'public-cloud' ? 'RS256' : 'ES256';
    return c.json({ access_token: 'opaque', token_type: 'Bearer', id_token: await sign(claims, alg) });
  });
  const server = await listen(app, portNeed(port, 'nothing', 'the test'));
  t.after(() => server.stop());

  return {
    issuer,
    sign,
    grant(granted) {
      const code = `code-${grants.size}`;
      grants.set(code, granted);
      const state = granted.authorizationUrl.searchParams.get('state') ?? '';
      return `/callback?${new URLSearchParams({ code, state })}`;
    },
  };
}

const metadataOf = (issuer: string) => ({
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  end_session_endpoint: `${issuer}/end-session`,
  jwks_uri: `${issuer}/jwks`,
  response_types_supported: ['code'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['ES256', 'RS256'],
});

const publishedKey = async ([alg, { publicKey }]: [string, { publicKey: CryptoKey }]) => ({
  ...(await exportJWK(publicKey)),
  alg,
  kid: alg,
  use: 'sig',
});
