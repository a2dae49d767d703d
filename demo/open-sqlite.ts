import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Running } from './listen.ts';

/** Opens a database file of the demo, and makes it with these tables at the first start. */
export function openSqlite(file: string, tables: string): DatabaseSync {
  mkdirSync(dirname(file), { recursive: true });
  const database = new DatabaseSync(file);
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA busy_timeout = 2000; ${tables}`);
  return database;
}

/** Runs something on a database, which is closed when that stops, or does not start. */
export async function runOn(database: DatabaseSync, begin: () => Promise<Running>): Promise<Running> {
  const close = () => database.close();
  const running = await begin().catch((fault) => {
    close();
    throw fault;
  });
  return { stop: () => running.stop().finally(close) };
}
