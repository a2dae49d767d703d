import { createHash } from 'node:crypto';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import * as client from 'openid-client';
import { loggedOutBy } from './logout-token.ts';
import { reachProvider } from './open-id-client.ts';
import { problemPage } from './problem.page.ts';
import type { ServiceDeps } from './service-deps.ts';
import { currentSession, endCurrentSession } from './service-session.ts';
import { endSessionsOf, type Session } from './sessions.queries.ts';
import { signedOutPage } from './signed-out.page.ts';

/**
 * Signing out here, and with it everywhere: RP-initiated logout. The session here stays until that has happened, because
 * Master Account asks first, and whoever chooses to stay signed in comes back to where they were.
 */
export function signOutRoutes(deps: ServiceDeps): Hono {
  const app = new Hono();

  app.post('/sign-out', async (c) => {
    const signedIn = currentSession(deps, c);
    if (!signedIn) return c.redirect('/', 303);
    const provider = await reachProvider(deps);
    if (!provider) {
      endCurrentSession(deps, c);
      return c.html(problemPage(deps, 'signed-out-here-only'), 503);
    }
    const onward = client.buildEndSessionUrl(provider.configuration, {
      id_token_hint: signedIn.session.idToken,
      post_logout_redirect_uri: `${deps.url}/signed-out`,
      state: stateOf(signedIn.session),
    });
    return c.redirect(onward, 303);
  });

  app.get('/signed-out', (c) => {
    // The back channel has ended it already, unless it failed. Without our own state this would be a link that signs out.
    const signedIn = currentSession(deps, c);
    if (signedIn && c.req.query('state') === stateOf(signedIn.session)) endCurrentSession(deps, c);
    return c.html(signedOutPage(deps));
  });
  return app;
}

const stateOf = ({ digest }: Pick<Session, 'digest'>): string =>
  createHash('sha256').update(`sign-out ${digest}`).digest('base64url');

/** Master Account tells that a session has ended: back-channel logout. No browser is involved. */
export function backChannelRoutes(deps: ServiceDeps): Hono {
  const app = new Hono();
  app.post('/backchannel-logout', bodyLimit({ maxSize: 16 * 1024 }), async (c) => {
    c.header('Cache-Control', 'no-store');
    const { logout_token: token } = await c.req.parseBody();
    const ended = typeof token === 'string' ? await loggedOutBy(deps, token) : undefined;
    if (!ended) return c.json({ error: 'invalid_request' }, 400);
    endSessionsOf(deps.database, ended);
    return c.body(null, 200);
  });
  return app;
}
