import { PostgresDialect } from 'kysely';
import pg from 'pg';

const INT8 = 20;

/** Instants are 64-bit integers; as numbers they are exact for the next 285,000 years. */
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === INT8 ? Number : pg.types.getTypeParser(oid, format as 'text'),
};

export const postgresDialect = (url: string): PostgresDialect => {
  const pool = new pg.Pool({ connectionString: url, max: 20, types: types as never });
  // A connection that breaks while it is idle is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined);
  return new PostgresDialect({ pool });
};
