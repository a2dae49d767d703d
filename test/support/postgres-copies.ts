import { createHash } from 'node:crypto';
import pg from 'pg';
import { newId } from '../../src/kernel/index.ts';
import { type Migration, migrate, openDatabase } from '../../src/platform/database/index.ts';
import { postgresUrl } from './postgres.ts';

/** A database that no other test is using. */
export interface PostgresCopy {
  address: { url: string };
  /** Gives it back after the test. */
  release(): Promise<void>;
}

/** A database of its own, copied from a migrated template, and dropped after the test. */
export async function postgresCopy(migrations: readonly Migration[]): Promise<PostgresCopy> {
  const name = await makeCopy(migrations);
  return {
    address: { url: await urlOf(name) },
    release: () => administer(`drop database "${name}" with (force)`),
  };
}

const free = new Map<readonly Migration[], string[]>();

/**
 * The same, but emptied after the test for the next one of this process: 20 times as fast. For tests
 * that leave the tables themselves alone.
 */
export async function recycledPostgres(migrations: readonly Migration[]): Promise<PostgresCopy> {
  const idle = free.get(migrations) ?? [];
  free.set(migrations, idle);
  const name = idle.pop() ?? (await makeCopy(migrations));
  const url = await urlOf(name);
  const release = async () => {
    await administer(emptyEveryTable, url);
    idle.push(name);
  };
  return { address: { url }, release };
}

const emptyEveryTable = `
  set session_replication_role = replica;
  select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid();
  do $$ declare name text; begin
    for name in select tablename from pg_tables where schemaname = 'public' and tablename !~ '^migrations' loop
      execute format('delete from %I', name);
    end loop;
  end $$`;

async function makeCopy(migrations: readonly Migration[]): Promise<string> {
  const template = await templateFor(migrations);
  const name = `test_${newId()}`;
  await administer(`create database "${name}" template "${template}"`);
  return name;
}

const templates = new Map<readonly Migration[], Promise<string>>();

function templateFor(migrations: readonly Migration[]): Promise<string> {
  const known = templates.get(migrations) ?? makeTemplate(migrations);
  templates.set(migrations, known);
  return known;
}

/** All test processes share a template; the first one that needs it makes it while the others wait. */
async function makeTemplate(migrations: readonly Migration[]): Promise<string> {
  const name = `template_${fingerprint(migrations)}`;
  const admin = await connected();
  try {
    await admin.query('select pg_advisory_lock(1)');
    const { rowCount } = await admin.query('select 1 from pg_database where datname = $1', [name]);
    if (!rowCount) await makeWholly(admin, name, migrations);
  } finally {
    await admin.end();
  }
  return name;
}

/** It gets its name last, so that one whose migrations failed is never taken for a whole one. */
async function makeWholly(admin: pg.Client, name: string, migrations: readonly Migration[]): Promise<void> {
  const draft = `draft_${newId()}`;
  await admin.query(`create database "${draft}"`);
  const { db, close } = openDatabase({ url: await urlOf(draft) });
  try {
    await migrate(db, migrations);
  } finally {
    await close();
  }
  await admin.query(`alter database "${draft}" rename to "${name}"`);
}

function fingerprint(migrations: readonly Migration[]): string {
  const hash = createHash('sha256');
  for (const { name, up } of migrations) hash.update(name).update(String(up));
  return hash.digest('hex').slice(0, 32);
}

async function administer(statements: string, url?: string): Promise<void> {
  const admin = await connected(url);
  try {
    await admin.query(statements);
  } finally {
    await admin.end();
  }
}

async function connected(url?: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url ?? (await postgresUrl()) });
  await client.connect();
  return client;
}

async function urlOf(name: string): Promise<string> {
  const url = new URL(await postgresUrl());
  url.pathname = `/${name}`;
  return url.href;
}
