// Metrics in the form that Prometheus reads, and the points at which they are measured; it knows nothing of what is measured.
//   measuring.ts      something that happens, and whoever listens to it; free while nobody does
//   open-metrics.ts   counters, gauges and histograms; loaded where metrics are wanted, because it takes memory
import type { Metrics } from './open-metrics.ts';

export { type Measuring, measuring } from './measuring.ts';
export type { CounterOf, GaugeOf, HistogramOf, Metrics } from './open-metrics.ts';

/** A set of metrics of its own: nothing else in the process adds to it. */
export async function openMetrics(): Promise<Metrics> {
  return (await import('./open-metrics.ts')).openMetrics();
}
