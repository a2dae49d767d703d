import { randomUUID } from 'node:crypto';
import { type Context, ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { ParentBasedSampler, TraceIdRatioBasedSampler, TracerProvider } from '@opentelemetry/sdk-trace';
import { type OpenSpan, spans } from './current-span.ts';
import { type Collector, openExporting } from './exporting.ts';
import { type SpanFacts, stretches } from './spanned.ts';

export interface TracerSettings extends Collector {
  serviceName: string;
  /** The share of traces that are kept, from 0 to 1; what a believed caller has decided holds. */
  sampleRatio: number;
  /** The reference number of what goes on just now. */
  reference(): string | undefined;
  onTurn(works: boolean, fault?: Error): void;
}

export interface Tracer {
  /** Something that has just ended, within the present span; nothing where there is none. Seconds. */
  ended(facts: SpanFacts, took: number, endedAgo?: number): void;
  /** Takes nothing new, and hands over what waits for as long as it may. Milliseconds. */
  stop(within: number): Promise<void>;
}

/** Long enough for names of ours; whatever should slip in is cut. */
const LONGEST_VALUE = 255;
const KINDS = { server: SpanKind.SERVER, client: SpanKind.CLIENT, internal: SpanKind.INTERNAL };
/** https://www.w3.org/TR/trace-context/#traceparent-header */
const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(?:-|$)/;

class FollowedSpan implements OpenSpan {
  readonly facts: SpanFacts;
  readonly span: Span;
  readonly context: Context;
  readonly owner: object;
  reference?: () => string | undefined;

  constructor(owner: object, facts: SpanFacts, span: Span, reference?: () => string | undefined) {
    this.owner = owner;
    this.facts = facts;
    this.span = span;
    this.context = trace.setSpan(ROOT_CONTEXT, span);
    if (reference) this.reference = reference;
  }

  get traceId(): string {
    return this.span.spanContext().traceId;
  }

  get spanId(): string {
    return this.span.spanContext().spanId;
  }

  get isSampled(): boolean {
    return (this.span.spanContext().traceFlags & 1) === 1;
  }
}

export function openTracer(settings: TracerSettings): Tracer {
  const exporting = openExporting(settings, settings.onTurn);
  const provider = new TracerProvider({
    resource: resourceFromAttributes({
      'service.name': settings.serviceName,
      'service.instance.id': randomUUID(),
    }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(settings.sampleRatio) }),
    spanLimits: { attributeValueLengthLimit: LONGEST_VALUE },
    spanProcessors: [exporting.processor],
  });
  const tracer = provider.getTracer('master-account');
  const followed = new WeakMap<SpanFacts, FollowedSpan>();

  const begin = (facts: SpanFacts): OpenSpan => {
    const around = spans.getStore();
    const kind = KINDS[facts.kind ?? 'internal'];
    const context = contextOf(around, facts);
    const reference = settings.reference();
    const span = new FollowedSpan(
      tracer,
      facts,
      tracer.startSpan(facts.name, { kind }, context),
      reference === undefined ? undefined : () => reference,
    );
    followed.set(facts, span);
    return span;
  };
  const end = (facts: SpanFacts & { error?: unknown }): void => {
    const { span, reference } = followed.get(facts) ?? {};
    if (!span) return;
    followed.delete(facts);
    tell(span, facts, reference?.());
    if (facts.error !== undefined) span.setAttribute('error.type', kindOf(facts.error));
    span.end();
  };
  stretches.start.bindStore(spans, begin);
  stretches.asyncEnd.subscribe(end as (facts: unknown) => void);
  return {
    ended(facts, took, endedAgo = 0) {
      const around = spans.getStore();
      // In a process with several, as tests have, each hears what the others' spans hold.
      if (!(around instanceof FollowedSpan) || around.owner !== tracer) return;
      const endedAt = performance.timeOrigin + performance.now() - endedAgo * 1000;
      const kind = KINDS[facts.kind ?? 'internal'];
      const startTime = endedAt - took * 1000;
      const span = tracer.startSpan(facts.name, { kind, startTime }, around.context);
      tell(span, facts);
      span.end(endedAt);
    },
    async stop(within) {
      stretches.start.unbindStore(spans);
      stretches.asyncEnd.unsubscribe(end as (facts: unknown) => void);
      await exporting.stop(within);
    },
  };
}

/** Whom a span belongs to: what goes on around it, or whoever asked. */
function contextOf(around: OpenSpan | undefined, { parent }: SpanFacts): Context {
  if (around instanceof FollowedSpan) return around.context;
  const [, traceId, spanId, flags = ''] = TRACEPARENT.exec(parent ?? '') ?? [];
  if (!traceId || !spanId) return ROOT_CONTEXT;
  const traceFlags = Number.parseInt(flags, 16) & 1;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true });
}

function tell(span: Span, { name, attributes, failed, ...rest }: SpanFacts, reference?: string): void {
  span.updateName(name);
  span.setAttributes(attributes);
  if (reference !== undefined) span.setAttribute('master_account.reference', reference);
  if (failed || 'error' in rest) span.setStatus({ code: SpanStatusCode.ERROR });
}

/** What kind of fault it was. Its words may hold what a person typed, and stay out. */
function kindOf(fault: unknown): string {
  const { code, name } = (fault ?? {}) as { code?: unknown; name?: unknown };
  return typeof code === 'string' && /^[\w-]{1,40}$/.test(code) ? code : String(name ?? 'fault');
}
