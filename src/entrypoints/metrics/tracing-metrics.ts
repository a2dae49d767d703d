import type { Metrics } from '../../platform/metrics/index.ts';
import { spanCounts } from '../../platform/tracing/index.ts';
import type { Heard } from './watched.ts';

/** Declares what is told of handing traces over, and listens to it. */
export function tracingMetrics(metrics: Metrics): Heard {
  const spans = metrics.counter(
    'master_account_spans_total',
    'Spans of traces that were handed over, could not be, or were dropped because too many waited.',
    ['outcome'],
  );
  return spanCounts.hear(({ outcome, count }) => spans.add({ outcome }, count));
}
