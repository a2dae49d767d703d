import type { IncomingMessage, ServerResponse } from 'node:http';
import { openMessageCounts } from '../../features/messages/index.ts';
import { type Instant, seconds } from '../../kernel/index.ts';
import { startHttpServer } from '../../platform/http/index.ts';
import type { Log } from '../../platform/log/index.ts';
import { openMetrics } from '../../platform/metrics/index.ts';
import { databaseMetrics } from './database-metrics.ts';
import { hashingMetrics } from './hashing-metrics.ts';
import { messageMetrics } from './message-metrics.ts';
import { requestMetrics } from './request-metrics.ts';
import { signInMetrics, type WatchedSignOns } from './sign-in-metrics.ts';
import { tracingMetrics } from './tracing-metrics.ts';
import type { Watched } from './watched.ts';

export interface MetricsSettings {
  listen: { host: string; port: number };
}

interface Deps extends Watched {
  log: Pick<Log, 'error'>;
  /** What OpenID Connect tells of single sign-on. */
  signOns: WatchedSignOns;
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
  const metrics = await openMetrics();
  metrics.watchProcess();
  const messages = messageMetrics(metrics);
  const database = databaseMetrics(metrics, deps);
  const hashing = hashingMetrics(metrics, deps);
  const heard = [
    requestMetrics(metrics),
    signInMetrics(metrics, deps),
    database,
    hashing,
    tracingMetrics(metrics),
  ];
  const counts = openMessageCounts(deps);
  const look = looking(deps, async () => {
    messages(await counts.look());
    await database.look();
  });
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.url?.split('?')[0] !== '/metrics') return end(response, 404, 'Only /metrics is here.\n');
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('allow', 'GET, HEAD');
      return end(response, 405, 'Only GET is understood.\n');
    }
    await look();
    hashing.look();
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
  return {
    port: server.port,
    async stop() {
      for (const each of heard) each.stop();
      await server.stop();
    },
  };
}

function end(response: ServerResponse, status: number, text: string): void {
  if (!response.headersSent) response.writeHead(status, { 'cache-control': 'no-store' });
  response.end(text);
}

/** One look at a time, and none so soon after the one before. */
function looking({ clock }: Pick<Deps, 'clock'>, take: () => Promise<void>): () => Promise<void> {
  let lookedAt: Instant = Number.NEGATIVE_INFINITY;
  let underWay: Promise<void> | undefined;
  return () => {
    if (clock.now() - lookedAt < LOOK_EVERY) return Promise.resolve();
    underWay ??= take()
      .then(() => {
        lookedAt = clock.now();
      })
      .finally(() => {
        underWay = undefined;
      });
    return underWay;
  };
}
