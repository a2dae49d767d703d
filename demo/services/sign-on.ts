import { type Context, Hono } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import * as client from 'openid-client';
import { days, newId } from '../../src/kernel/index.ts';
import { reachProvider } from './open-id-client.ts';
import { insertPendingSignOn, type PendingSignOn, spendPendingSignOn } from './pending-sign-ons.queries.ts';
import { problemPage } from './problem.page.ts';
import { provenBy } from './proven-account.ts';
import type { ServiceDeps } from './service-deps.ts';
import { currentSession, startSession } from './service-session.ts';
import { findUser } from './users.queries.ts';

/** As long as a registration may take at Master Account: the person comes back here after it. */
const pendingLifetime = days(1);

/** Signing on with Master Account: the authorization code flow with PKCE. */
export function signOnRoutes(deps: ServiceDeps): Hono {
  const app = new Hono();

  app.get('/sign-in', async (c) => {
    const provider = await reachProvider(deps);
    if (!provider) return c.html(problemPage(deps, 'master-account-unreachable'), 503);
    const once = c.req.query('once') === '1';
    return c.redirect(
      await authorizationUrl(deps, provider.configuration, { browser: browserOf(deps, c), once }),
    );
  });

  app.get('/callback', async (c) => {
    const { state = '', error } = c.req.query();
    const browser = getCookie(c, browserCookie(deps)) ?? '';
    const pending = spendPendingSignOn(deps.database, { state, browser, now: deps.clock.now() });
    if (!pending) {
      // The Back button, or the address loaded again: who is signed in has nothing to mend.
      return currentSession(deps, c) ? c.redirect('/') : c.html(problemPage(deps, 'sign-on-not-begun'), 400);
    }
    if (error !== undefined) return c.html(problemPage(deps, 'sign-on-refused'), 403);
    return finishSignOn(deps, c, pending);
  });

  return app;
}

async function authorizationUrl(
  { database, clock, url }: ServiceDeps,
  configuration: client.Configuration,
  { browser, once }: { browser: string; once: boolean },
): Promise<URL> {
  const [state, nonce, codeVerifier] = [
    client.randomState(),
    client.randomNonce(),
    client.randomPKCECodeVerifier(),
  ];
  const now = clock.now();
  insertPendingSignOn(
    database,
    { state, browser, nonce, codeVerifier, expiresAt: now + pendingLifetime },
    now,
  );
  return client.buildAuthorizationUrl(configuration, {
    redirect_uri: `${url}/callback`,
    scope: 'openid profile email',
    state,
    nonce,
    code_challenge: await client.calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: 'S256',
    ...(once && { prompt: 'select_account' }),
  });
}

async function finishSignOn(deps: ServiceDeps, c: Context, pending: PendingSignOn) {
  const tokens = await redeemCode(deps, c, pending);
  const claims = tokens?.claims();
  if (!tokens?.id_token || !claims) return c.html(problemPage(deps, 'sign-on-failed'), 502);
  const proven = provenBy(claims);
  const user = proven && findUser(deps.database, proven.id);
  if (!user) return c.html(problemPage(deps, 'unknown-user'), 403);
  // A link outlives what happens to the user here: the service keeps the last word on its own users.
  if (user.condition !== 'active') return c.html(problemPage(deps, 'user-not-active'), 403);
  startSession(deps, c, {
    userId: user.id,
    access: proven.access,
    subject: claims.sub,
    sid: typeof claims['sid'] === 'string' ? claims['sid'] : null,
    idToken: tokens.id_token,
    claims: JSON.stringify(claims),
  });
  return c.redirect('/');
}

/** The tokens; undefined where the answer, or a token in it, is not right. */
async function redeemCode({ openId, url, report }: ServiceDeps, c: Context, pending: PendingSignOn) {
  // Built from our own address: what the `Host` header says is up to the sender.
  const answer = new URL(`${url}/callback${new URL(c.req.url).search}`);
  try {
    const { configuration } = await openId.provider();
    return await client.authorizationCodeGrant(configuration, answer, {
      pkceCodeVerifier: pending.codeVerifier,
      expectedState: pending.state,
      expectedNonce: pending.nonce,
      idTokenExpected: true,
    });
  } catch (fault) {
    report(fault);
    return undefined;
  }
}

const browserCookie = ({ service }: ServiceDeps) => `${service.id}-browser`;

/** This browser's name here, which a sign-on is bound to; given at its first. */
function browserOf(deps: ServiceDeps, c: Context): string {
  const known = getCookie(c, browserCookie(deps));
  if (known) return known;
  const browser = newId();
  setCookie(c, browserCookie(deps), browser, {
    httpOnly: true,
    sameSite: 'Lax',
    path: '/',
    maxAge: days(30) / 1000,
  });
  return browser;
}
