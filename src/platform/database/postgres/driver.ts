import {
  type CompiledQuery,
  type DatabaseConnection,
  PostgresDriver as KyselyPostgresDriver,
  type PostgresDialectConfig,
  type QueryResult,
  SelectQueryNode,
  type TransactionSettings,
} from 'kysely';
import { commits, poolWaits } from '../measured.ts';
import type { SharedReads } from './shared-reads.ts';

/**
 * Kysely's driver, which takes a connection of the pool only for what needs one to itself: transactions, and whatever
 * writes or locks. Reads that stand for themselves go together over a few. It tells how long commits take, and for how long
 * a connection is waited for.
 */
export class PostgresDriver extends KyselyPostgresDriver {
  readonly #openReads: (() => Promise<SharedReads>) | undefined;
  #reads: SharedReads | undefined;

  constructor(config: PostgresDialectConfig, openReads: (() => Promise<SharedReads>) | undefined) {
    super(config);
    this.#openReads = openReads;
  }

  override async init(): Promise<void> {
    await super.init();
    this.#reads = await this.#openReads?.();
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    return new StatementConnection({ reads: this.#reads, reserve: () => this.#reserve() });
  }

  override async releaseConnection(connection: DatabaseConnection): Promise<void> {
    const { own } = connection as StatementConnection;
    if (own) await super.releaseConnection(own);
  }

  override async beginTransaction(
    connection: DatabaseConnection,
    settings: TransactionSettings,
  ): Promise<void> {
    await super.beginTransaction(await (connection as StatementConnection).reserve(), settings);
  }

  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    const begun = performance.now();
    await super.commitTransaction(connection);
    commits.tell({ seconds: (performance.now() - begun) / 1000, transactions: 1 });
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    // Where even that fails, the connection of the pool is thrown away.
    await super.rollbackTransaction(await (connection as StatementConnection).reserve());
  }

  override async destroy(): Promise<void> {
    await Promise.all([this.#reads?.close(), super.destroy()]);
  }

  async #reserve(): Promise<Own> {
    const asked = performance.now();
    const connection = (await super.acquireConnection()) as Own;
    poolWaits.tell({ seconds: (performance.now() - asked) / 1000 });
    return connection;
  }
}

/** A connection of the pool. */
type Own = Parameters<KyselyPostgresDriver['releaseConnection']>[0];

interface Ways {
  reads: SharedReads | undefined;
  reserve(): Promise<Own>;
}

/** What Kysely takes for a connection: the pool is asked for one at the first statement that needs it. */
class StatementConnection implements DatabaseConnection {
  /** The connection of the pool, once there is one: from then on everything goes over it. */
  own: Own | undefined;
  readonly #ways: Ways;

  constructor(ways: Ways) {
    this.#ways = ways;
  }

  async reserve(): Promise<Own> {
    this.own ??= await this.#ways.reserve();
    return this.own;
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const { reads } = this.#ways;
    if (this.own || !reads || !isRead(query)) return (await this.reserve()).executeQuery<Row>(query);
    return { rows: (await reads.read(query.sql, query.parameters)) as Row[] };
  }

  // biome-ignore lint/correctness/useYield: Kysely asks for the method, and nothing here reads by portions.
  async *streamQuery(): AsyncIterableIterator<never> {
    throw new Error('Rows are not read by portions here.');
  }
}

/** A plain reading. What is written in SQL by hand may do anything. */
const isRead = ({ query }: CompiledQuery): boolean =>
  SelectQueryNode.is(query) && query.endModifiers === undefined && query.with === undefined;
