import type { IncomingMessage, ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import { routeOf } from './entrypoints/oidc/index.ts';
import type { Tracing } from './open-tracing.ts';
import type { Parts } from './parts.ts';
import { measureAnswer, type PageEnv, takeTurns } from './platform/http/index.ts';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

interface Answering {
  issuer: string;
  oidc: Parts['oidc'];
  pages: Hono<PageEnv>;
  tracing: Tracing | undefined;
}

/** Who answers a request: OpenID Connect its own addresses, the pages all others; and when, where very many come at once. */
export function answerRequests({ issuer, oidc, pages, tracing }: Answering): Handler {
  // HTTP/1.0 names no host, and the checks of some load balancers speak it.
  const listener = getRequestListener(pages.fetch, { hostname: new URL(issuer).host });
  // A request line that holds no address at all (`GET //`) must not throw here: nobody would catch it.
  const pathOf = ({ url }: IncomingMessage) => URL.parse(url ?? '/', issuer)?.pathname ?? '/';
  const answer: Handler = (request, response) => {
    const pathname = pathOf(request);
    if (!oidc.handles(pathname)) return void listener(request, response);
    const route = routeOf(pathname);
    tracing?.nameRequest(route);
    measureAnswer(request, response, route);
    oidc.callback(request, response);
  };
  const followed = tracing?.following(answer) ?? answer;
  // Forms never wait: what they ask for has queues of its own, and whoever is turned away there is told at once.
  const canWait = (request: IncomingMessage): boolean =>
    request.method === 'GET' &&
    !pathOf(request).startsWith('/health') &&
    !oidc.isSignOn(request, pathOf(request));
  const inTurn = takeTurns();
  return (request, response) => {
    if (!canWait(request)) return followed(request, response);
    inTurn((leave) => {
      // Whoever has gone while waiting is not answered.
      if (response.destroyed) return leave();
      response.once('close', leave);
      followed(request, response);
    });
  };
}
