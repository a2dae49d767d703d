import type { QueryResult } from 'kysely';
import type { SqliteFile } from './file.ts';

/**
 * The process's one writer. All transactions that an event-loop turn brings run one after another,
 * each a savepoint, in one SQLite transaction with one durable commit; each is answered after it.
 * That works because the body of a transaction awaits nothing but this database, and so finishes
 * before the event loop turns; a body that breaks the rule is rolled back and told so.
 */
export class SharedWriter {
  readonly #file: SqliteFile;
  readonly #waiting: Turn[] = [];
  #draining: Promise<void> | undefined;

  constructor(file: SqliteFile) {
    this.#file = file;
  }

  /** Resolves when it is this transaction's turn to write. */
  async takeTurn(): Promise<Turn> {
    const turn = new Turn(this.#file);
    this.#waiting.push(turn);
    this.#draining ??= this.#drain().finally(() => {
      this.#draining = undefined;
    });
    await turn.granted;
    return turn;
  }

  async close(): Promise<void> {
    await this.#draining;
    this.#file.close();
  }

  async #drain(): Promise<void> {
    // Everything else that this turn of the event loop brings may join the group.
    await new Promise(setImmediate);
    while (this.#waiting.length > 0) await this.#writeGroup();
  }

  async #writeGroup(): Promise<void> {
    const group: Turn[] = [];
    try {
      this.#file.exec('BEGIN IMMEDIATE');
      for (let turn = this.#waiting.shift(); turn; turn = this.#waiting.shift()) {
        group.push(turn);
        await turn.run();
      }
      this.#file.exec('COMMIT');
      for (const turn of group) turn.settle();
    } catch (fault) {
      // Nothing of the group is on the disk, so nobody in it, nor waiting behind it, is told that it is.
      this.#abandon();
      for (const turn of [...group, ...this.#waiting.splice(0)]) turn.fail(fault);
    }
  }

  #abandon(): void {
    try {
      this.#file.exec('ROLLBACK');
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
    this.#file.exec('SAVEPOINT turn');
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
    this.#finish('over', 'RELEASE turn');
    return this.#durable.promise;
  }

  rollback(): void {
    if (this.#state !== 'open') return;
    this.#finish('over', 'ROLLBACK TO turn; RELEASE turn');
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
    this.#finish('overrun', 'ROLLBACK TO turn; RELEASE turn');
  }

  #finish(state: 'over' | 'overrun', command: string): void {
    try {
      this.#file.exec(command);
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
