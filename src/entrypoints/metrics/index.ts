// Metrics for the monitoring, on an address of their own: GET /metrics and nothing else.
//   serve-metrics.ts     the listener; looks at most every few seconds, and only when asked
//   request-metrics.ts   what is told of requests over HTTP
//   sign-in-metrics.ts   of sign-ins, single sign-ons, verifiers and throttling
//   hashing-metrics.ts   of the queue of passwords
//   database-metrics.ts  of commits, waiting for a connection, and size
//   message-metrics.ts   of messages
//   tracing-metrics.ts   of traces that are handed over
//   watched.ts           what they look at
// Nothing in them is of a person: routes are patterns, services those of the configuration, domains the few known ones.
export { type MetricsSettings, serveMetrics } from './serve-metrics.ts';
