import type { Clock } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Hashing } from '../../platform/hashing/index.ts';

/** What the metrics look at when they are asked for. */
export interface Watched {
  db: Db;
  databaseKind: 'sqlite' | 'postgres';
  clock: Clock;
  hashing: Pick<Hashing, 'load'>;
}

/** What listens, until it is stopped. */
export interface Heard {
  stop(): void;
}

/** Several as one. */
export const heardTogether = (...heard: readonly Heard[]): Heard => ({
  stop() {
    for (const each of heard) each.stop();
  },
});
