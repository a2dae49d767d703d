// Every storage test runs on both databases, each time on a freshly migrated one of its own:
//
//     eachDatabase('a PIN is kept sealed', async ({ db }) => { … });
import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import {
  type Database,
  type Db,
  type Migration,
  migrate,
  openDatabase,
} from '../../src/platform/database/index.ts';
import { postgresMissing } from './postgres.ts';
import { postgresCopy, recycledPostgres } from './postgres-copies.ts';
import { temporaryFolder } from './temporary-folder.ts';

export { temporaryFolder };

export type DatabaseKind = 'sqlite' | 'postgres';

export interface FreshDatabase {
  kind: DatabaseKind;
  /** The first connection to it. */
  db: Db;
  /** Where it is, for whatever opens its own connection. */
  address: { url: string } | { file: string };
  /** One more connection to the same database, as another node or the next start of this one has. */
  open(options?: { onWrite?: (sql: string) => void }): Db;
  /** What uses the database and must have stopped before it is given back. */
  outlives(user: { stop(): Promise<void> }): void;
}

export interface DatabaseOptions {
  /** Other migrations than the product's; an empty list gives an empty database. */
  migrations?: readonly Migration[];
  /** For a test that makes or alters tables or settings itself: no other test gets its database. */
  altersTables?: boolean;
}

type Body = (fresh: FreshDatabase, t: TestContext) => Promise<void> | void;

/** A test that runs once on SQLite and once on PostgreSQL. */
export function eachDatabase(title: string, body: Body, options: DatabaseOptions = {}): void {
  onDatabase('sqlite', title, body, options);
  onDatabase('postgres', title, body, options);
}

/** A test of what only one of the two databases does. */
export function onDatabase(
  kind: DatabaseKind,
  title: string,
  body: Body,
  options: DatabaseOptions = {},
): void {
  const missing = kind === 'postgres' ? postgresMissing() : undefined;
  if (missing && process.env['CI']) throw new Error(`Nothing may be skipped here: ${missing}.`);
  test(`${title} (${kind})`, { skip: missing ?? false }, async (t) =>
    body(await freshDatabase(kind, t, options), t),
  );
}

/** A freshly migrated database for one test, closed and removed after it. */
export async function freshDatabase(
  kind: DatabaseKind,
  t: Pick<TestContext, 'after'>,
  { migrations, altersTables }: DatabaseOptions = {},
): Promise<FreshDatabase> {
  const list = migrations ?? (await productMigrations());
  const copy = await { sqlite: sqliteCopy, postgres: altersTables ? postgresCopy : recycledPostgres }[kind](
    list,
  );
  const opened: Database[] = [];
  const users: { stop(): Promise<void> }[] = [];
  t.after(async () => {
    await Promise.all(users.map((user) => user.stop()));
    await Promise.all(opened.map((database) => database.close()));
    await copy.release();
  });
  const open: FreshDatabase['open'] = (options = {}) => {
    const database = openDatabase({ ...copy.address, ...options });
    opened.push(database);
    return database.db;
  };
  return { kind, address: copy.address, db: open(), open, outlives: (user) => void users.push(user) };
}

async function productMigrations(): Promise<readonly Migration[]> {
  const { migrations } = await import('../../src/migrations.ts');
  return migrations;
}

const sqliteTemplates = new Map<readonly Migration[], Promise<string>>();

async function sqliteCopy(migrations: readonly Migration[]) {
  const known = sqliteTemplates.get(migrations);
  const template = known ?? sqliteTemplate(migrations);
  sqliteTemplates.set(migrations, template);
  const folder = temporaryFolder();
  const file = join(folder, 'master-account.sqlite');
  copyFileSync(await template, file);
  return { address: { file }, release: async () => rmSync(folder, { recursive: true }) };
}

async function sqliteTemplate(migrations: readonly Migration[]): Promise<string> {
  const folder = temporaryFolder();
  process.once('exit', () => rmSync(folder, { recursive: true }));
  const file = join(folder, 'template.sqlite');
  const { db, close } = openDatabase({ file });
  await migrate(db, migrations);
  await close();
  return file;
}
