import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { Kysely } from 'kysely';
import { followTransactions, tellStatements } from './follow-statements.ts';
import { statements } from './measured.ts';
import { PostgresDialect } from './postgres/dialect.ts';
import { RetryingKysely } from './retrying-kysely.ts';
import { SqliteDialect } from './sqlite/dialect.ts';
import type { Tables } from './tables.ts';

/** What queries are made on: the database itself, or a transaction of it. */
export type Db = Kysely<Tables>;

export interface DatabaseAddress {
  /** `postgres://…`; without one the embedded database in `file` is used. */
  url?: string | undefined;
  /** Path of the SQLite file; it and its folder are made when missing. */
  file?: string | undefined;
  /** Called with every statement that writes, so that a test can count them. */
  onWrite?: ((sql: string) => void) | undefined;
  /** Called when a connection to PostgreSQL breaks while nobody uses it; another one takes its place. */
  onBroken?: ((fault: Error) => void) | undefined;
  /** For migrations: on PostgreSQL no statement is too long, and no lock waited for too long. */
  patient?: boolean | undefined;
}

export interface Database {
  db: Db;
  kind: 'sqlite' | 'postgres';
  close(): Promise<void>;
}

export function openDatabase({ url, file, onWrite, onBroken, patient }: DatabaseAddress): Database {
  // Whoever follows statements does so before the database is opened: nobody else pays for it.
  const isFollowed = statements.isHeard();
  const log = onWrite ? countWrites(onWrite) : isFollowed ? tellStatements : undefined;
  if (url) {
    const db = new RetryingKysely<Tables>({
      dialect: new PostgresDialect(url, { patient, onBroken }),
      ...(log && { log }),
    });
    if (isFollowed) followTransactions(db);
    return { db, kind: 'postgres', close: () => db.destroy() };
  }
  if (!file) throw new Error('A database needs a url or a file.');
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const db = new Kysely<Tables>({ dialect: new SqliteDialect(file), ...(log && { log }) });
  if (isFollowed) followTransactions(db);
  return { db, kind: 'sqlite', close: () => db.destroy() };
}

const countWrites =
  (onWrite: (sql: string) => void) =>
  ({ level, query }: { level: string; query: { sql: string } }): void => {
    if (level === 'query' && /^\s*(insert|update|delete)/i.test(query.sql)) onWrite(query.sql);
  };
