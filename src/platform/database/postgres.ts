import { PostgresDialect } from 'kysely';
import type pg from 'pg';
import { seconds } from '../../kernel/index.ts';

const INT8 = 20;

/** Instants are 64-bit integers; as numbers they are exact for the next 285,000 years. */
const typesOf = ({ types }: typeof pg) => ({
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === INT8 ? Number : types.getTypeParser(oid, format as 'text'),
});

/** Nobody waits for ever: not for a connection, not for a statement, not for whoever left a transaction open. */
const LIMITS = {
  max: 20,
  connectionTimeoutMillis: seconds(5),
  // A migration that takes longer sets its own limit (`set local statement_timeout`).
  statement_timeout: seconds(30),
  idle_in_transaction_session_timeout: seconds(30),
  keepAlive: true,
};

/** @param onBroken called when a connection breaks while nobody uses it; the pool replaces it */
export const postgresDialect = (url: string, onBroken: (fault: Error) => void): PostgresDialect =>
  new PostgresDialect({
    // Loaded where it is used: the embedded database needs none of it.
    async pool() {
      const { default: pg } = await import('pg');
      const pool = new pg.Pool({ connectionString: url, ...LIMITS, types: typesOf(pg) as never });
      // Without a listener it would end the process.
      pool.on('error', onBroken);
      return pool;
    },
  });
