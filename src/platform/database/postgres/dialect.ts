import { PostgresDialect as KyselyPostgresDialect } from 'kysely';
import type pg from 'pg';
import { PostgresDriver } from './driver.ts';
import { giveUpSilent, LIMITS, LIMITS_OF_MIGRATIONS } from './patience.ts';
import { SharedReads } from './shared-reads.ts';

const INT8 = 20;

/** Instants are 64-bit integers; as numbers they are exact for the next 285,000 years. */
const typesOf = ({ types }: typeof pg) => ({
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === INT8 ? Number : types.getTypeParser(oid, format as 'text'),
});

/** For what writes, and for transactions; reads that stand for themselves have `SharedReads`. */
const CONNECTIONS = 17;

export interface PostgresOptions {
  /** For migrations, which take as long as they take. */
  patient?: boolean | undefined;
  /** Called when a connection breaks while nobody uses it; another one takes its place. */
  onBroken?: ((fault: Error) => void) | undefined;
}

/** Kysely on `pg`, which is loaded where it is used: the embedded database needs none of it. */
export class PostgresDialect extends KyselyPostgresDialect {
  readonly #url: string;
  readonly #options: PostgresOptions;

  constructor(url: string, options: PostgresOptions) {
    super({ pool: () => openPool(url, options) });
    this.#url = url;
    this.#options = options;
  }

  override createDriver(): PostgresDriver {
    return new PostgresDriver(
      { pool: () => openPool(this.#url, this.#options) },
      // What migrates keeps to the connection that holds the lock.
      this.#options.patient ? undefined : () => openReads(this.#url, this.#options),
    );
  }
}

async function openPool(url: string, { patient, onBroken }: PostgresOptions): Promise<pg.Pool> {
  const { default: pg } = await import('pg');
  const pool = new pg.Pool({
    connectionString: url,
    max: CONNECTIONS,
    keepAlive: true,
    ...(patient ? LIMITS_OF_MIGRATIONS : LIMITS),
    types: typesOf(pg) as never,
  });
  // Without listeners a connection that breaks would end the process: one for those that nobody uses, and one for
  // those that somebody does, who hears of it from the statement.
  pool.on('error', (fault) => onBroken?.(fault));
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
    if (!patient) giveUpSilent(client);
  });
  return pool;
}

async function openReads(url: string, { onBroken }: PostgresOptions): Promise<SharedReads> {
  const { default: pg } = await import('pg');
  const connect = () =>
    new pg.Client({
      connectionString: url,
      keepAlive: true,
      pipeline: true,
      ...LIMITS,
      types: typesOf(pg) as never,
    });
  return new SharedReads(connect, (fault) => onBroken?.(fault));
}
