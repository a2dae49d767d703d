import { Counter, Gauge, Registry } from 'prom-client';

type Labels<Name extends string> = Record<Name, string>;

export interface GaugeOf<Name extends string> {
  /** Takes the place of all values that it had. */
  replace(values: readonly { labels: Labels<Name>; value: number }[]): void;
}

export interface CounterOf<Name extends string> {
  add(labels: Labels<Name>, count: number): void;
}

export interface Metrics {
  gauge<Name extends string>(name: string, help: string, labels: readonly Name[]): GaugeOf<Name>;
  /** @param name ends in `_total` */
  counter<Name extends string>(name: string, help: string, labels: readonly Name[]): CounterOf<Name>;
  contentType: string;
  text(): Promise<string>;
}

/** A set of metrics of its own: nothing else in the process adds to it. */
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
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };
}
