import {
  type DatabaseIntrospector,
  type Dialect,
  type DialectAdapter,
  type Driver,
  type Kysely,
  type QueryCompiler,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { SqliteDriver } from './driver.ts';

/** Kysely on `node:sqlite`. */
export class SqliteDialect implements Dialect {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  createDriver(): Driver {
    return new SqliteDriver(this.#file);
  }

  createQueryCompiler(): QueryCompiler {
    return new SqliteQueryCompiler();
  }

  createAdapter(): DialectAdapter {
    return new SharedWriterAdapter();
  }

  createIntrospector(db: Kysely<unknown>): DatabaseIntrospector {
    return new SqliteIntrospector(db);
  }
}

class SharedWriterAdapter extends SqliteAdapter {
  // Our driver puts transactions in line itself; Kysely's own mutex would keep them from sharing a commit.
  override get supportsMultipleConnections(): boolean {
    return true;
  }

  // SQLite makes and alters tables inside transactions; a migration is kept whole or not at all.
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}
