// Metrics in the form that Prometheus reads; it knows nothing of what is measured.
export { type CounterOf, type GaugeOf, type Metrics, openMetrics } from './open-metrics.ts';
