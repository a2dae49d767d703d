import { commits, databaseSize, poolWaits } from '../../platform/database/index.ts';
import type { Metrics } from '../../platform/metrics/index.ts';
import { type Heard, heardTogether, type Watched } from './watched.ts';

const BUCKETS = [0.0005, 0.002, 0.005, 0.01, 0.025, 0.1, 0.5, 2.5, 5];

/** Declares what is told of the database, and listens to it. */
export function databaseMetrics(
  metrics: Metrics,
  { db, databaseKind: kind }: Pick<Watched, 'db' | 'databaseKind'>,
): Heard & { look(): Promise<void> } {
  const size = metrics.gauge('master_account_database_size_bytes', 'Bytes that the database takes.', []);
  const took = metrics.histogram(
    'master_account_database_commit_duration_seconds',
    'How long durable commits took; on the embedded database several transactions share one.',
    [],
    BUCKETS,
  );
  const committed = metrics.counter(
    'master_account_database_transactions_total',
    'Transactions that were committed, and writes that stand alone on the embedded database.',
    [],
  );
  const waited = metrics.histogram(
    'master_account_database_pool_wait_seconds',
    'For how long something waited for a connection to PostgreSQL.',
    [],
    BUCKETS,
  );
  const heard = heardTogether(
    commits.hear(({ seconds, transactions }) => {
      took.observe({}, seconds);
      committed.add({}, transactions);
    }),
    poolWaits.hear(({ seconds }) => waited.observe({}, seconds)),
  );
  return {
    ...heard,
    async look() {
      size.replace([{ labels: {}, value: await databaseSize({ db, kind }) }]);
    },
  };
}
