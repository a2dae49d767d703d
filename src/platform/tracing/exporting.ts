import { Agent } from 'node:http';
import { Agent as SecureAgent } from 'node:https';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { BatchSpanProcessor, type SpanExporter, type SpanProcessor } from '@opentelemetry/sdk-trace';
import { seconds } from '../../kernel/index.ts';
import { spanCounts } from './spanned.ts';

export interface Collector {
  /** Where OTLP/HTTP is taken in, with its path. */
  endpoint: string;
  headers: Readonly<Record<string, string>>;
}

/** So many spans may wait; some four hundred sign-ins' worth, a few megabytes. */
const MOST_WAITING = 4096;
const BATCH = 512;
const EVERY = seconds(1);
/** A collector that has not answered by then is not waited for. */
const PATIENCE = seconds(5);

/** Ends within `within` milliseconds, whatever the collector does. */
export interface Exporting {
  processor: SpanProcessor;
  stop(within: number): Promise<void>;
}

/**
 * Hands spans over in batches, one at a time. What would wait beyond the bound is dropped, and counted.
 * @param onTurn told when handing over begins to fail, and when it works again
 */
export function openExporting(
  { endpoint, headers }: Collector,
  onTurn: (works: boolean, fault?: Error) => void,
): Exporting {
  const isSecure = endpoint.startsWith('https:');
  const agent = new (isSecure ? SecureAgent : Agent)({ keepAlive: true, maxSockets: 2 });
  const otlp = new OTLPTraceExporter({
    url: endpoint,
    headers: { ...headers },
    timeoutMillis: PATIENCE,
    // All that may wait goes out at once at the end, beside the one that is under way.
    concurrencyLimit: MOST_WAITING / BATCH + 1,
    httpAgentOptions: () => agent,
  });
  let waiting = 0;
  let works = true;
  const counting: SpanExporter = {
    export(spans, told) {
      waiting -= spans.length;
      otlp.export(spans, (result) => {
        const isDone = result.code === 0;
        spanCounts.tell({ outcome: isDone ? 'exported' : 'failed', count: spans.length });
        if (isDone !== works) onTurn(isDone, result.error);
        works = isDone;
        told(result);
      });
    },
    shutdown: () => otlp.shutdown(),
    forceFlush: () => otlp.forceFlush(),
  };
  const batches = new BatchSpanProcessor({
    exporter: counting,
    maxQueueSize: MOST_WAITING,
    maxExportBatchSize: BATCH,
    scheduledDelayMillis: EVERY,
    // Later than its own end, so that the next batch never goes out beside one that hangs.
    exportTimeoutMillis: PATIENCE + seconds(1),
  });
  const processor: SpanProcessor = {
    onStart: () => undefined,
    onEnd(span) {
      if (waiting >= MOST_WAITING) return spanCounts.tell({ outcome: 'dropped', count: 1 });
      waiting++;
      batches.onEnd(span);
    },
    forceFlush: () => batches.forceFlush(),
    shutdown: () => batches.shutdown(),
  };
  return {
    processor,
    async stop(within) {
      const late = Promise.withResolvers<void>();
      const timer = setTimeout(late.resolve, within);
      // What cannot be handed over is lost; it is told already.
      await Promise.race([batches.shutdown().catch(() => undefined), late.promise]);
      clearTimeout(timer);
      agent.destroy();
    },
  };
}
