import { droppedConnections, requests } from '../../platform/http/index.ts';
import type { Metrics } from '../../platform/metrics/index.ts';
import { type Heard, heardTogether } from './watched.ts';

/** From what nobody notices to what nobody waits for. */
const BUCKETS = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 10];

/** Declares what is told of requests over HTTP and of connections that were not taken, and listens to them. */
export function requestMetrics(metrics: Metrics): Heard {
  const answered = metrics.counter(
    'master_account_http_requests_total',
    'Requests that were answered, by the pattern of their route, method, and class of status.',
    ['route', 'method', 'status'],
  );
  const took = metrics.histogram(
    'master_account_http_request_duration_seconds',
    'How long answers took, by the pattern of their route.',
    ['route'],
    BUCKETS,
  );
  const dropped = metrics.counter(
    'master_account_dropped_connections_total',
    'Connections that were closed as they came, because as many as may be were open.',
    [],
  );
  return heardTogether(
    requests.hear(({ route, method, status, seconds }) => {
      answered.add({ route, method, status }, 1);
      took.observe({ route }, seconds);
    }),
    droppedConnections.hear(() => dropped.add({}, 1)),
  );
}
