import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

type Labels<Name extends string> = Record<Name, string>;

export interface GaugeOf<Name extends string> {
  /** Takes the place of all values that it had. */
  replace(values: readonly { labels: Labels<Name>; value: number }[]): void;
}

export interface CounterOf<Name extends string> {
  add(labels: Labels<Name>, count: number): void;
}

export interface HistogramOf<Name extends string> {
  observe(labels: Labels<Name>, value: number): void;
}

export interface Metrics {
  gauge<Name extends string>(name: string, help: string, labels: readonly Name[]): GaugeOf<Name>;
  /** @param name ends in `_total` */
  counter<Name extends string>(name: string, help: string, labels: readonly Name[]): CounterOf<Name>;
  /**
   * @param name ends in its unit: `_seconds`
   * @param buckets upper bounds, in that unit
   */
  histogram<Name extends string>(
    name: string,
    help: string,
    labels: readonly Name[],
    buckets: readonly number[],
  ): HistogramOf<Name>;
  /** What the library knows of every process: CPU, memory, open files, the delay of the event loop, garbage collection. */
  watchProcess(): void;
  contentType: string;
  text(): Promise<string>;
}

export function openMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  return {
    gauge(name, help, labelNames) {
      const gauge = new Gauge({ name, help, labelNames, registers });
      return {
        replace(values) {
          gauge.reset();
          for (const { labels, value } of values) gauge.set(labels, value);
        },
      };
    },
    counter(name, help, labelNames) {
      const counter = new Counter({ name, help, labelNames, registers });
      return { add: (labels, count) => counter.inc(labels, count) };
    },
    histogram(name, help, labelNames, buckets) {
      const histogram = new Histogram({ name, help, labelNames, buckets: [...buckets], registers });
      return { observe: (labels, value) => histogram.observe(labels as never, value) };
    },
    watchProcess: () => collectDefaultMetrics({ register: registry }),
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };
}
