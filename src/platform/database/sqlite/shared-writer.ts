import type { QueryResult } from 'kysely';
import { commits } from '../measured.ts';
import type { SqliteFile } from './file.ts';

/**
 * The process's one writer. All transactions that an event-loop turn brings run one after another,
 * each a savepoint, in one SQLite transaction with one durable commit; each is answered after it. A
 * statement on its own needs no savepoint: SQLite undoes a statement that fails by itself.
 * That works because the body of a transaction awaits nothing but this database, and so finishes
 * before the event loop turns; a body that breaks the rule is rolled back and told so.
 */
export class SharedWriter {
  readonly #file: SqliteFile;
  readonly #waiting: (Turn | Statement)[] = [];
  #draining: Promise<void> | undefined;

  constructor(file: SqliteFile) {
    this.#file = file;
  }

  /** Resolves when it is this transaction's turn to write. */
  async takeTurn(): Promise<Turn> {
    const turn = new Turn(this.#file);
    this.#join(turn);
    await turn.granted;
    return turn;
  }

  /** Resolves when the statement is on the disk. */
  write<Row>(sql: string, parameters: readonly unknown[]): Promise<QueryResult<Row>> {
    const statement = new Statement(this.#file, sql, parameters);
    this.#join(statement);
    return statement.durable as Promise<QueryResult<Row>>;
  }

  async close(): Promise<void> {
    await this.#draining;
    this.#file.close();
  }

  #join(entry: Turn | Statement): void {
    this.#waiting.push(entry);
    this.#draining ??= this.#drain();
  }

  async #drain(): Promise<void> {
    // Everything else that this turn of the event loop brings may join the group.
    await new Promise(setImmediate);
    while (this.#waiting.length > 0) await this.#writeGroup();
    // In the same breath as the last look: whoever joins a microtask later has to begin anew.
    this.#draining = undefined;
  }

  async #writeGroup(): Promise<void> {
    const group: (Turn | Statement)[] = [];
    try {
      this.#file.command('BEGIN IMMEDIATE');
      for (let entry = this.#waiting.shift(); entry; entry = this.#waiting.shift()) {
        group.push(entry);
        await entry.run();
      }
      const begun = performance.now();
      this.#file.command('COMMIT');
      commits.tell({ seconds: (performance.now() - begun) / 1000, transactions: group.length });
      for (const entry of group) entry.settle();
    } catch (fault) {
      // Nothing of the group is on the disk, so nobody in it, nor waiting behind it, is told that it is.
      this.#abandon();
      for (const entry of [...group, ...this.#waiting.splice(0)]) entry.fail(fault);
    }
  }

  #abandon(): void {
    try {
      this.#file.command('ROLLBACK');
    } catch {
      // SQLite has already rolled back by itself, or never began.
    }
  }
}

/** One transaction's time at the writer. */
export class Turn {
  readonly granted: Promise<void>;
  readonly #file: SqliteFile;
  readonly #finished = Promise.withResolvers<void>();
  readonly #durable = Promise.withResolvers<void>();
  readonly #grant = Promise.withResolvers<void>();
  #state: 'waiting' | 'open' | 'over' | 'overrun' = 'waiting';

  constructor(file: SqliteFile) {
    this.#file = file;
    this.granted = this.#grant.promise;
    // Whoever rolled back does not wait for the group's commit.
    this.#durable.promise.catch(() => undefined);
  }

  /**
   * For the writer: lets the transaction write until it commits or rolls back.
   * @throws where SQLite has rolled back the whole group by itself
   */
  async run(): Promise<void> {
    this.#file.command('SAVEPOINT turn');
    this.#state = 'open';
    const watch = setImmediate(() => this.#overrun());
    this.#grant.resolve();
    try {
      await this.#finished.promise;
    } finally {
      clearImmediate(watch);
    }
  }

  execute<Row>(sql: string, parameters: readonly unknown[]): QueryResult<Row> {
    this.#mustBeOpen();
    try {
      return this.#file.execute<Row>(sql, parameters);
    } catch (fault) {
      // A full disk, among others, makes SQLite roll back everything: what came after would stand on its own.
      if (!this.#file.isInTransaction) this.#lose(fault);
      throw fault;
    }
  }

  /** Resolves when the group that this transaction belongs to is on the disk. */
  commit(): Promise<void> {
    this.#mustBeOpen();
    this.#finish('over', ['RELEASE turn']);
    return this.#durable.promise;
  }

  rollback(): void {
    if (this.#state !== 'open') return;
    this.#finish('over', ['ROLLBACK TO turn', 'RELEASE turn']);
  }

  settle(): void {
    this.#durable.resolve();
  }

  fail(fault: unknown): void {
    if (this.#state === 'waiting') this.#grant.reject(fault);
    this.#state = 'over';
    this.#durable.reject(fault);
  }

  #overrun(): void {
    if (this.#state !== 'open') return;
    this.#finish('overrun', ['ROLLBACK TO turn', 'RELEASE turn']);
  }

  #finish(state: 'over' | 'overrun', commands: readonly string[]): void {
    try {
      for (const command of commands) this.#file.command(command);
      this.#state = state;
      this.#finished.resolve();
    } catch (fault) {
      this.#lose(fault);
    }
  }

  /** The group cannot be written any more: whoever waits for its commit hears of it from the writer. */
  #lose(fault: unknown): void {
    this.#state = 'over';
    this.#finished.reject(fault);
  }

  #mustBeOpen(): void {
    if (this.#state === 'overrun') {
      throw new Error('A transaction waited for something other than the database, and was rolled back.');
    }
    if (this.#state !== 'open') throw new Error('This transaction is over.');
  }
}

/** One statement that is a transaction by itself. */
class Statement {
  /** With its answer, once it is on the disk. */
  readonly durable: Promise<QueryResult<unknown>>;
  readonly #file: SqliteFile;
  readonly #sql: string;
  readonly #parameters: readonly unknown[];
  readonly #outcome = Promise.withResolvers<QueryResult<unknown>>();
  #result: QueryResult<unknown> | undefined;

  constructor(file: SqliteFile, sql: string, parameters: readonly unknown[]) {
    this.#file = file;
    this.#sql = sql;
    this.#parameters = parameters;
    this.durable = this.#outcome.promise;
  }

  /** @throws where SQLite has rolled back the whole group by itself */
  run(): void {
    try {
      this.#result = this.#file.execute(this.#sql, this.#parameters);
    } catch (fault) {
      if (!this.#file.isInTransaction) throw fault;
      this.#outcome.reject(fault);
    }
  }

  settle(): void {
    if (this.#result) this.#outcome.resolve(this.#result);
  }

  fail(fault: unknown): void {
    this.#outcome.reject(fault);
  }
}
