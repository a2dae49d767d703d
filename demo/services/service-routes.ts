import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { ownFormsOnly, pageHeaders } from '../browser-protection.ts';
import { siteAssets } from '../pages/layout.ts';
import { serveAssets } from '../serve-assets.ts';
import { homeSignedInPage } from './home-signed-in.page.ts';
import { homeSignedOutPage } from './home-signed-out.page.ts';
import { passwordRoutes } from './password-routes.ts';
import { problemPage } from './problem.page.ts';
import type { ServiceDeps } from './service-deps.ts';
import { currentSession } from './service-session.ts';
import { signOnRoutes } from './sign-on.ts';
import { backChannelRoutes, signOutRoutes } from './sign-out.ts';
import { verifierRoutes } from './verifier.ts';

/** Everything that one service answers. */
export function serviceRoutes(deps: ServiceDeps): Hono {
  const app = new Hono();
  // Master Account's own calls: signed, and made without a browser.
  app.route('/', verifierRoutes(deps));
  app.route('/', backChannelRoutes(deps));
  app.route('/', serveAssets(siteAssets(deps.service)));

  app.use(pageHeaders({ formTargets: [new URL(deps.issuer).origin] }), ownFormsOnly(deps.url));
  app.get('/', (c) => {
    const signedIn = currentSession(deps, c);
    return c.html(signedIn ? homeSignedInPage(deps, signedIn) : homeSignedOutPage(deps));
  });
  app.route('/', signOnRoutes(deps));
  app.route('/', signOutRoutes(deps));
  app.route('/', passwordRoutes(deps));

  app.notFound((c) => c.html(problemPage(deps, 'not-found'), 404));
  app.onError((fault, c) => {
    if (fault instanceof HTTPException) return fault.getResponse();
    deps.report(fault);
    return c.html(problemPage(deps, 'fault'), 500);
  });
  return app;
}
