// Traces: what one request led to, how long each part of it took, across services.
//   spanned.ts       a stretch of work that may be followed; free while nobody does
//   current-span.ts  which of them goes on just now, for the log and for calls to others
//   open-tracer.ts   OpenTelemetry: loaded where traces are wanted, and nowhere else
//   exporting.ts     hands spans over, bounded: a collector that is away or hangs harms nobody
import type { Tracer, TracerSettings } from './open-tracer.ts';

export { currentSpan, noteReference, type OpenSpan, traceHeaders } from './current-span.ts';
export type { Tracer, TracerSettings } from './open-tracer.ts';
export { type SpanFacts, spanCounts, spanned } from './spanned.ts';

/** Follows what is `spanned` in this process, until it is stopped; one at a time. */
export async function openTracer(settings: TracerSettings): Promise<Tracer> {
  return (await import('./open-tracer.ts')).openTracer(settings);
}
