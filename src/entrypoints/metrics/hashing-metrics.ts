import { hashes } from '../../platform/hashing/index.ts';
import type { Metrics } from '../../platform/metrics/index.ts';
import type { Heard, Watched } from './watched.ts';

const BUCKETS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Declares what is told of the queue in which passwords are hashed, and listens to it. */
export function hashingMetrics(
  metrics: Metrics,
  { hashing }: Pick<Watched, 'hashing'>,
): Heard & { look(): void } {
  const load = metrics.gauge(
    'master_account_hash_queue_passwords',
    'Passwords that wait to be hashed, and that are being hashed.',
    ['state'],
  );
  const waited = metrics.histogram(
    'master_account_hash_queue_wait_seconds',
    'For how long a password waited before it was hashed.',
    [],
    BUCKETS,
  );
  const took = metrics.histogram(
    'master_account_hash_duration_seconds',
    'How long hashing a password took.',
    [],
    BUCKETS,
  );
  const done = metrics.counter(
    'master_account_hashes_total',
    'Passwords that were hashed, or refused because too many waited.',
    ['outcome'],
  );
  const { stop } = hashes.hear((hash) => {
    done.add({ outcome: hash.outcome }, 1);
    if (hash.outcome === 'refused') return;
    waited.observe({}, hash.waited);
    took.observe({}, hash.took);
  });
  return {
    stop,
    look() {
      const { waiting, running } = hashing.load();
      load.replace([
        { labels: { state: 'waiting' }, value: waiting },
        { labels: { state: 'running' }, value: running },
      ]);
    },
  };
}
