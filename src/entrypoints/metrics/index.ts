// Metrics for the monitoring, on an address of their own: GET /metrics and nothing else.
//   serve-metrics.ts     the listener; looks at most every few seconds, and only when asked
//   message-metrics.ts   what is told of messages
export { type MetricsSettings, serveMetrics } from './serve-metrics.ts';
