import { type DatabaseConnection, PostgresDialect, type PostgresDialectConfig, PostgresDriver } from 'kysely';
import { commits, poolWaits } from './measured.ts';

/** Kysely's dialect, which tells how long commits take and for how long a connection is waited for. */
export class MeasuredPostgresDialect extends PostgresDialect {
  readonly #config: PostgresDialectConfig;

  constructor(config: PostgresDialectConfig) {
    super(config);
    this.#config = config;
  }

  override createDriver(): PostgresDriver {
    return new MeasuredPostgresDriver(this.#config);
  }
}

class MeasuredPostgresDriver extends PostgresDriver {
  override async acquireConnection(
    options?: Parameters<PostgresDriver['acquireConnection']>[0],
  ): Promise<DatabaseConnection> {
    const asked = performance.now();
    const connection = await super.acquireConnection(options);
    poolWaits.tell({ seconds: (performance.now() - asked) / 1000 });
    return connection;
  }

  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    const begun = performance.now();
    await super.commitTransaction(connection);
    commits.tell({ seconds: (performance.now() - begun) / 1000, transactions: 1 });
  }
}
