import { Hono } from 'hono';
import type { PageEnv } from '../../platform/http/index.ts';
import type { Readiness } from './open-readiness.ts';

/**
 * `live`: the event loop answers; whoever gets no answer starts the process again. `ready`: this node can serve; whoever
 * balances load sends nobody here else. Neither says anything that a stranger could use.
 */
export const healthPages = (readiness: Pick<Readiness, 'look'>): Hono<PageEnv> =>
  new Hono<PageEnv>()
    .get('/health/live', (c) => c.json({ status: 'live' }))
    // What it was called before.
    .get('/healthz', (c) => c.text('ok'))
    .get('/health/ready', async (c) => {
      const { status, ...checks } = await readiness.look();
      return c.json({ status, ...checks }, status === 'ready' ? 200 : 503);
    });
