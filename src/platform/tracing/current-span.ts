import { AsyncLocalStorage } from 'node:async_hooks';
import type { SpanFacts } from './spanned.ts';

/** A span that goes on. */
export interface OpenSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly isSampled: boolean;
  readonly facts: SpanFacts;
  /** Asked for when it ends: a page may find out late which attempt it belongs to. */
  reference?: () => string | undefined;
}

/** Entered by whoever follows spans; without traces nobody does. */
export const spans = new AsyncLocalStorage<OpenSpan>();

/** The span of what goes on just now; none where there are no traces. */
export const currentSpan = (): OpenSpan | undefined => spans.getStore();

/** The number that the person sees finds the trace as well. */
export function noteReference(reference: () => string | undefined): void {
  const span = spans.getStore();
  if (span) span.reference = reference;
}

/** For a call to others, so that what they do for it is found in the same trace (W3C Trace Context). */
export function traceHeaders(): { traceparent?: string } {
  const span = spans.getStore();
  return span ? { traceparent: `00-${span.traceId}-${span.spanId}-${span.isSampled ? '01' : '00'}` } : {};
}
