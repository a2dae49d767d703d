import type { CompiledQuery, DatabaseConnection, Driver, QueryCompiler, QueryResult } from 'kysely';
import { SelectQueryNode } from 'kysely';
import { SqliteFile } from './file.ts';
import { SharedWriter, type Turn } from './shared-writer.ts';

/** Reads go to one connection and see what is committed; writes wait for their turn on the other. */
export class SqliteDriver implements Driver {
  readonly #path: string;
  #reader: SqliteFile | undefined;
  #writer: SharedWriter | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  async init(): Promise<void> {
    // The writer comes first: it makes the file and turns on its write-ahead log.
    this.#writer = new SharedWriter(new SqliteFile(this.#path, 'read-write'));
    this.#reader = new SqliteFile(this.#path, 'read-only');
  }

  async acquireConnection(): Promise<SqliteConnection> {
    if (!this.#reader || !this.#writer) throw new Error('The database is not open.');
    return new SqliteConnection(this.#reader, this.#writer);
  }

  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await (connection as SqliteConnection).begin();
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await (connection as SqliteConnection).commit();
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    (connection as SqliteConnection).rollback();
  }

  async savepoint(connection: DatabaseConnection, name: string, compile: QueryCompiler['compileQuery']) {
    await this.#control(connection, 'savepoint', name, compile);
  }

  async rollbackToSavepoint(
    connection: DatabaseConnection,
    name: string,
    compile: QueryCompiler['compileQuery'],
  ) {
    await this.#control(connection, 'rollback to', name, compile);
  }

  async releaseSavepoint(
    connection: DatabaseConnection,
    name: string,
    compile: QueryCompiler['compileQuery'],
  ) {
    await this.#control(connection, 'release', name, compile);
  }

  async releaseConnection(): Promise<void> {}

  async destroy(): Promise<void> {
    // The writer goes last: only a connection that may write moves the log into the file when it closes.
    this.#reader?.close();
    await this.#writer?.close();
  }

  async #control(
    connection: DatabaseConnection,
    command: string,
    name: string,
    _: QueryCompiler['compileQuery'],
  ) {
    (connection as SqliteConnection).run(`${command} "${name.replaceAll('"', '""')}"`);
  }
}

/** One use of the database: a single statement, or one transaction. */
class SqliteConnection implements DatabaseConnection {
  readonly #reader: SqliteFile;
  readonly #writer: SharedWriter;
  #turn: Turn | undefined;

  constructor(reader: SqliteFile, writer: SharedWriter) {
    this.#reader = reader;
    this.#writer = writer;
  }

  async begin(): Promise<void> {
    this.#turn = await this.#writer.takeTurn();
  }

  async commit(): Promise<void> {
    const turn = this.#turn;
    this.#turn = undefined;
    await turn?.commit();
  }

  rollback(): void {
    this.#turn?.rollback();
    this.#turn = undefined;
  }

  run(sql: string): void {
    if (!this.#turn) throw new Error('A savepoint needs a transaction.');
    this.#turn.execute(sql, []);
  }

  async executeQuery<Row>({ sql, parameters, query }: CompiledQuery): Promise<QueryResult<Row>> {
    if (this.#turn) return this.#turn.execute<Row>(sql, parameters);
    if (SelectQueryNode.is(query) || /^\s*select\b/i.test(sql))
      return this.#reader.execute<Row>(sql, parameters);
    return this.#writer.write<Row>(sql, parameters);
  }

  // biome-ignore lint/correctness/useYield: part of the interface; nothing here streams
  async *streamQuery(): AsyncIterableIterator<never> {
    throw new Error('Streaming is not supported: read in pages.');
  }
}
