import type { IncomingMessage, ServerResponse } from 'node:http';
import { openMessageCounts } from '../../features/messages/index.ts';
import { type Clock, type Instant, seconds } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { startHttpServer } from '../../platform/http/index.ts';
import type { Log } from '../../platform/log/index.ts';
import { messageMetrics } from './message-metrics.ts';

export interface MetricsSettings {
  listen: { host: string; port: number };
}

interface Deps {
  db: Db;
  clock: Clock;
  log: Pick<Log, 'error'>;
}

/** Whoever asks more often gets the same answer: a look reads tables. */
const LOOK_EVERY = seconds(5);

/**
 * Listens where the configuration says, and nowhere without one.
 * @throws PortTaken
 */
export async function serveMetrics(
  deps: Deps,
  settings: MetricsSettings | undefined,
): Promise<{ port: number | undefined; stop(): Promise<void> }> {
  if (!settings) return { port: undefined, stop: async () => undefined };
  // Loaded where it is wanted: it takes memory.
  const { openMetrics } = await import('../../platform/metrics/index.ts');
  const metrics = openMetrics();
  const look = looking(deps, messageMetrics(metrics));
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.url?.split('?')[0] !== '/metrics') return end(response, 404, 'Only /metrics is here.\n');
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('allow', 'GET, HEAD');
      return end(response, 405, 'Only GET is understood.\n');
    }
    await look();
    response.setHeader('content-type', metrics.contentType);
    end(response, 200, await metrics.text());
  };
  const need = { for: 'Metrics', setting: 'metrics.listen.port in the configuration' };
  const server = await startHttpServer(
    (request, response) => {
      answer(request, response).catch((fault) => {
        deps.log.error({ err: fault }, 'Metrics could not be looked up.');
        end(response, 500, 'The metrics could not be looked up.\n');
      });
    },
    { ...settings.listen, ...need },
  );
  return server;
}

function end(response: ServerResponse, status: number, text: string): void {
  if (!response.headersSent) response.writeHead(status, { 'cache-control': 'no-store' });
  response.end(text);
}

/** One look at a time, and none so soon after the one before. */
function looking(deps: Deps, take: ReturnType<typeof messageMetrics>): () => Promise<void> {
  const counts = openMessageCounts(deps);
  let lookedAt: Instant = Number.NEGATIVE_INFINITY;
  let underWay: Promise<void> | undefined;
  return () => {
    if (deps.clock.now() - lookedAt < LOOK_EVERY) return Promise.resolve();
    underWay ??= counts
      .look()
      .then((found) => {
        take(found);
        lookedAt = deps.clock.now();
      })
      .finally(() => {
        underWay = undefined;
      });
    return underWay;
  };
}
