import { tracingChannel } from 'node:diagnostics_channel';
import { measuring } from '../metrics/index.ts';

/** What is told of a stretch of work: names and patterns of ours, never what a person typed or a secret. */
export interface SpanFacts {
  name: string;
  /** `server` answers somebody, `client` asks somebody; `internal` without. */
  kind?: 'server' | 'client';
  /** The `traceparent` of whoever asked, where that is believed. */
  parent?: string | undefined;
  /** May be added to until it ends. */
  attributes: Record<string, string | number | boolean>;
  /** It did not do what it was for, though it threw nothing. */
  failed?: boolean;
}

/** Spans were handed over, could not be, or were dropped because too many waited. */
export const spanCounts = measuring<{ outcome: 'exported' | 'failed' | 'dropped'; count: number }>('spans');

/** It is a tracing channel of Node, so that other tools can listen as well. */
export const stretches = tracingChannel<unknown, SpanFacts>('master-account:span');

/** Does something as a span of its own where traces are on; what happens in it belongs to it. */
export function spanned<Value>(facts: SpanFacts, act: () => Promise<Value>): Promise<Value> {
  return stretches.hasSubscribers ? stretches.tracePromise(act, facts) : act();
}
