import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import type { QueryResult } from 'kysely';

const CACHED_STATEMENTS = 500;
/** How long the write-ahead log grows before it is moved into the file: 16 MB. */
const LOG_PAGES = 4000;

interface Prepared {
  statement: StatementSync;
  /** Names of the columns that it answers with; none for a plain write. */
  columns: string[];
}

/** One open connection to the SQLite file, with its prepared statements. */
export class SqliteFile {
  readonly #database: DatabaseSync;
  readonly #prepared = new Map<string, Prepared>();

  constructor(path: string, access: 'read-write' | 'read-only') {
    this.#database = new DatabaseSync(path, { readOnly: access === 'read-only', timeout: 5000 });
    if (access === 'read-write') {
      // FULL: a commit is on the disk before anybody is answered.
      this.#database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;');
      // Pages that many commits change are moved into the file once for all of these.
      this.#database.exec(`PRAGMA wal_autocheckpoint = ${LOG_PAGES}`);
    }
  }

  /** False once SQLite has rolled back by itself. */
  get isInTransaction(): boolean {
    return this.#database.isTransaction;
  }

  /** `BEGIN IMMEDIATE`, `COMMIT`, …: prepared like every other statement. */
  command(sql: string): void {
    this.#prepare(sql).statement.run();
  }

  execute<Row>(sql: string, parameters: readonly unknown[]): QueryResult<Row> {
    const { statement, columns } = this.#prepare(sql);
    const values = parameters as SQLInputValue[];
    if (columns.length === 0) {
      const { changes } = statement.run(...values);
      return { rows: [], numAffectedRows: BigInt(changes) };
    }
    const rows = (statement.all(...values) as unknown as unknown[][]).map((row) => named<Row>(columns, row));
    return { rows, numAffectedRows: BigInt(rows.length) };
  }

  close(): void {
    this.#prepared.clear();
    this.#database.close();
  }

  #prepare(sql: string): Prepared {
    const known = this.#prepared.get(sql);
    if (known) return known;
    if (this.#prepared.size >= CACHED_STATEMENTS) this.#prepared.clear();
    const statement = this.#database.prepare(sql);
    statement.setReturnArrays(true);
    const prepared = { statement, columns: statement.columns().map((column) => column.name) };
    // What changes the tables changes what other statements answer with.
    if (/^\s*(create|alter|drop)\b/i.test(sql)) this.#prepared.clear();
    else this.#prepared.set(sql, prepared);
    return prepared;
  }
}

function named<Row>(columns: string[], values: unknown[]): Row {
  const row: Record<string, unknown> = {};
  for (let index = 0; index < columns.length; index++) row[columns[index] as string] = values[index];
  return row as Row;
}
