import type { PostgresDialect } from 'kysely';
import type pg from 'pg';
import { MeasuredPostgresDialect } from './measured-postgres.ts';
import { giveUpSilent, LIMITS, LIMITS_OF_MIGRATIONS } from './postgres-patience.ts';

const INT8 = 20;

/** Instants are 64-bit integers; as numbers they are exact for the next 285,000 years. */
const typesOf = ({ types }: typeof pg) => ({
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === INT8 ? Number : types.getTypeParser(oid, format as 'text'),
});

const CONNECTIONS = 20;

interface PostgresOptions {
  /** For migrations, which take as long as they take. */
  patient?: boolean | undefined;
  /** Called when a connection breaks while nobody uses it; the pool replaces it. */
  onBroken?: ((fault: Error) => void) | undefined;
}

export const postgresDialect = (
  url: string,
  { patient = false, onBroken = () => undefined }: PostgresOptions,
): PostgresDialect =>
  new MeasuredPostgresDialect({
    // Loaded where it is used: the embedded database needs none of it.
    async pool() {
      const { default: pg } = await import('pg');
      const limits = patient ? LIMITS_OF_MIGRATIONS : LIMITS;
      const pool = new pg.Pool({
        connectionString: url,
        max: CONNECTIONS,
        keepAlive: true,
        ...limits,
        types: typesOf(pg) as never,
      });
      // Without listeners a connection that breaks would end the process: one for those that nobody uses, and one for
      // those that somebody does, who hears of it from the statement.
      pool.on('error', onBroken);
      pool.on('connect', (client) => {
        client.on('error', () => undefined);
        if (!patient) giveUpSilent(client);
      });
      return pool;
    },
  });
