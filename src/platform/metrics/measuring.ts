import { channel } from 'node:diagnostics_channel';

/** Something that happens in this process and may be counted. */
export interface Measuring<Facts extends object> {
  /** Whether anybody listens: what costs something to measure need not be measured else. */
  isHeard(): boolean;
  tell(facts: Facts): void;
  /** @param take must not throw: nobody would catch it */
  hear(take: (facts: Facts) => void): { stop(): void };
}

/**
 * A point of measuring, by its name. Whoever tells knows nobody who listens; where metrics are off nobody does, and
 * telling costs next to nothing. It is a diagnostics channel, so that other tools of Node can listen as well.
 */
export function measuring<Facts extends object>(name: string): Measuring<Facts> {
  const point = channel(`master-account:${name}`);
  return {
    isHeard: () => point.hasSubscribers,
    tell: (facts) => point.publish(facts),
    hear(take) {
      const heard = (facts: unknown) => take(facts as Facts);
      point.subscribe(heard);
      return { stop: () => void point.unsubscribe(heard) };
    },
  };
}
