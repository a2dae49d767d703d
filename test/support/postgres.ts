// A private PostgreSQL server for the tests: on a Unix socket, with its data in a temporary folder.
import { execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface PostgresServer {
  /** Address of its `postgres` database; replace the path for another one. */
  url: string;
  stop(): void;
}

/** Why the tests on PostgreSQL cannot run here, or undefined where they can. */
export function postgresMissing(): string | undefined {
  if (process.env['TEST_POSTGRES_URL'] || binDirectory()) return undefined;
  return 'no PostgreSQL server program is installed (Debian: apt-get install postgresql)';
}

let shared: Promise<string> | undefined;

/** The server of this test run (TEST_POSTGRES_URL, set by test/run.ts), or one of this process's own. */
export function postgresUrl(): Promise<string> {
  const given = process.env['TEST_POSTGRES_URL'];
  shared ??= given ? Promise.resolve(given) : startPostgres().then((server) => server.url);
  return shared;
}

/**
 * Starts a server that ends with this process, however this process ends.
 * @param folder where its own folder is made
 * @param durable waits for the disk at each commit, as a server in production does
 */
export async function startPostgres({ durable = false, folder = tmpdir() } = {}): Promise<PostgresServer> {
  const bin = binDirectory();
  if (!bin) throw new Error(`PostgreSQL cannot be started: ${postgresMissing()}`);
  const directory = mkdtempSync(join(folder, 'master-account-postgres-'));
  const owner = serverOwner();
  if (owner) chownSync(directory, owner.uid, owner.gid);
  // The keeper outlives a killed test process: its `read` ends when the pipe to us closes, and it cleans up.
  const keeper = spawn('sh', ['-c', keeperScript, 'keeper', bin, directory, durable ? '' : FOR_TESTS], {
    ...owner,
    cwd: directory,
    detached: true,
    env: { PATH: process.env['PATH'], LC_ALL: 'C' },
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  keeper.unref();
  (keeper.stdin as Socket).unref();
  await untilReady(bin, directory);
  return {
    url: `postgres://postgres@localhost/postgres?host=${encodeURIComponent(directory)}`,
    stop: () => keeper.stdin.end(),
  };
}

/** Durability is not what the tests ask of PostgreSQL, so nothing there waits for a disk. */
const FOR_TESTS =
  '-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c wal_level=minimal -c max_wal_senders=0 -c autovacuum=off';

// The settings are words of their own: they are not quoted on purpose.
const keeperScript = `
  bin=$1; directory=$2; settings=$3; exec 2>> "$directory/log"
  "$bin/initdb" -D "$directory/data" -U postgres -A trust -E UTF8 --locale=C --no-sync >&2 || exit 1
  "$bin/postgres" -D "$directory/data" -c unix_socket_directories="$directory" -c listen_addresses= \
    -c max_connections=300 $settings >&2 &
  server=$!
  read -r _
  kill -QUIT "$server"; wait "$server"; rm -rf "$directory"
`;

/** An empty database of its own on a server. @returns its address */
export async function newPostgresDatabase(serverUrl: string): Promise<string> {
  const { default: pg } = await import('pg');
  const name = `own_${randomUUID().replaceAll('-', '')}`;
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  await client.query(`create database "${name}"`);
  await client.end();
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

async function untilReady(bin: string, directory: string): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if (isReady(bin, directory)) return;
    await sleep(50);
  }
  const log = join(directory, 'log');
  throw new Error(`PostgreSQL did not start:\n${existsSync(log) ? readFileSync(log, 'utf8') : '(no log)'}`);
}

function isReady(bin: string, directory: string): boolean {
  if (!existsSync(join(directory, '.s.PGSQL.5432'))) return false;
  try {
    execFileSync(join(bin, 'pg_isready'), ['-q', '-h', directory]);
    return true;
  } catch {
    return false;
  }
}

/** The folder of `initdb` and `postgres`; Debian keeps it off the PATH, one for each version. */
export function binDirectory(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const candidates = [
    ...versions.map((version) => join(debian, version, 'bin')),
    ...(process.env['PATH'] ?? '').split(':'),
  ];
  return candidates.find(
    (folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')),
  );
}

/** PostgreSQL refuses to run as root, so root lends it to the user that Debian made for it. */
export function serverOwner(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}
