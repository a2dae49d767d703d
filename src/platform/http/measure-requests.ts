import type { IncomingMessage, ServerResponse } from 'node:http';
import type { MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import { measuring } from '../metrics/index.ts';
import type { PageEnv } from './page-env.ts';

/** A request was answered. The route is a pattern of ours, never what was asked for. */
export const requests = measuring<{
  /** `/sign-in/:attempt`; `unmatched` for whatever is none of ours. */
  route: string;
  method: 'GET' | 'POST' | 'other';
  /** `2xx` … `5xx`; `aborted` where nobody was there to take the answer. */
  status: string;
  seconds: number;
}>('http request');

export const UNMATCHED = 'unmatched';

/** Tells of each answer of the pages, whichever of them gave it. Comes before all others. */
export const measurePages = (): MiddlewareHandler<PageEnv> => async (c, next) => {
  if (!requests.isHeard()) return next();
  const begun = performance.now();
  await next();
  // What stands for everything is no page: headers, the log, the guard of forms.
  const route = matchedRoutes(c).findLast(({ path }) => !path.endsWith('*'))?.path;
  requests.tell({
    // Without what its parameters have to look like.
    route: route?.replace(/\{[^/]*\}/g, '') ?? UNMATCHED,
    method: methodOf(c.req.method),
    status: statusOf(c.res.status),
    seconds: (performance.now() - begun) / 1000,
  });
};

/** Tells of the answer to one request that is no page's. */
export function measureAnswer(request: IncomingMessage, response: ServerResponse, route: string): void {
  if (!requests.isHeard()) return;
  const begun = performance.now();
  response.once('close', () =>
    requests.tell({
      route,
      method: methodOf(request.method),
      status: response.writableFinished ? statusOf(response.statusCode) : 'aborted',
      seconds: (performance.now() - begun) / 1000,
    }),
  );
}

const methodOf = (method = ''): 'GET' | 'POST' | 'other' =>
  method === 'GET' || method === 'POST' ? method : 'other';

const statusOf = (status: number): string => `${Math.floor(status / 100)}xx`;
