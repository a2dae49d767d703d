import type { MiddlewareHandler } from 'hono';
import type { Log } from '../log/index.ts';
import type { PageEnv } from './page-env.ts';

/**
 * One line for each answer, so that the reference number on any page finds it. The address is written
 * without its query: that is where tokens and hints travel.
 */
export const logRequests =
  (log: Pick<Log, 'info'>): MiddlewareHandler<PageEnv> =>
  async (c, next) => {
    const startedAt = performance.now();
    await next();
    const { method, path } = c.req;
    const took = Math.round(performance.now() - startedAt);
    log.info(
      { reference: c.get('reference'), method, path, status: c.res.status, took },
      'A page was answered.',
    );
  };
