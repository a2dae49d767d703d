// A PostgreSQL server of the test's own that is stopped, crashed and frozen on purpose. What it has confirmed survives
// its processes, as in production; only the disk itself is believed (fsync is off).
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import type { TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { binDirectory, postgresMissing, serverOwner } from '../support/postgres.ts';

export interface Cluster {
  /** An empty database on it. */
  url: string;
  /** What it has said. */
  log(): string;
  start(): Promise<void>;
  /** As its service manager does: whoever is connected is thrown out. */
  stop(): Promise<void>;
  /** All its processes at once, with nothing written any more. */
  crash(): Promise<void>;
  /** All its processes stand still; connections stay open. */
  freeze(): Promise<void>;
  thaw(): Promise<void>;
  /** Statements on a connection of the test's own. */
  query(text: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
}

/** Whether these tests can run here; on a continuous integration machine they have to. */
export function clusterMissing(): string | undefined {
  const missing = binDirectory() ? undefined : (postgresMissing() ?? 'the server program is needed itself');
  if (missing && process.env['CI']) throw new Error(`Nothing may be skipped here: ${missing}.`);
  return missing;
}

export interface ClusterSettings {
  /** An empty folder for its write-ahead log (`pg_wal`), in segments of 1 MiB; it is beside the data unless set. */
  wal?: string;
}

/** Starts one that ends with the test, and with this process however that ends. */
export async function aCluster(
  t: Pick<TestContext, 'after'>,
  { wal }: ClusterSettings = {},
): Promise<Cluster> {
  const directory = mkdtempSync(join(tmpdir(), 'master-account-faults-'));
  const owner = serverOwner();
  if (owner) chownSync(directory, owner.uid, owner.gid);
  const walWords = wal ? [`--waldir=${wal}`, '--wal-segsize=1'] : [];
  const keeper = spawn('bash', ['-c', keeperScript, 'keeper', binDirectory() ?? '', directory, ...walWords], {
    ...owner,
    cwd: directory,
    detached: true,
    env: { PATH: process.env['PATH'], LC_ALL: 'C' },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  (keeper.stdout as Socket).unref();
  const lines = createInterface({ input: keeper.stdout });
  const tell = orderBook(keeper, lines);
  t.after(async () => {
    const ended = once(keeper, 'exit');
    keeper.stdin.end();
    await ended;
  });
  const url = `postgres://postgres@localhost/postgres?host=${encodeURIComponent(directory)}`;
  const start = async () => {
    await tell('start');
    await untilAnswering(url);
  };
  await start();
  return {
    url,
    log: () => readFileSync(join(directory, 'log'), 'utf8'),
    start,
    stop: () => tell('stop'),
    crash: () => tell('crash'),
    freeze: () => tell('freeze'),
    thaw: () => tell('thaw'),
    async query(text, values) {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      try {
        return (await client.query(text, values)).rows;
      } finally {
        await client.end();
      }
    },
  };
}

/** Gives the keeper one order at a time, and waits until it is done. */
function orderBook(keeper: ChildProcess, lines: Interface): (order: string) => Promise<void> {
  return async (order) => {
    const done = once(lines, 'line');
    keeper.stdin?.write(`${order}\n`);
    const [said] = await done;
    if (said !== `${order}: done`) throw new Error(`PostgreSQL: ${said}`);
  };
}

async function untilAnswering(url: string): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1000 });
    try {
      await client.connect();
      await client.query('select 1');
      await client.end();
      return;
    } catch {
      await sleep(50);
    }
  }
  throw new Error('PostgreSQL did not start within half a minute.');
}

// The first process is stopped first: it makes no further ones then. `-P` names them by their parent.
const keeperScript = `
  bin=$1; directory=$2; shift 2; exec 2>> "$directory/log"
  "$bin/initdb" -D "$directory/data" -U postgres -A trust -E UTF8 --locale=C --no-sync "$@" >&2 || exit 1
  server=
  end() { kill -CONT "$server" $(pgrep -P "$server") || true; kill "-$1" "$server"; wait "$server"; server=; }
  while read -r order; do
    case $order in
      start)
        "$bin/postgres" -D "$directory/data" -c unix_socket_directories="$directory" -c listen_addresses= \
          -c fsync=off -c full_page_writes=off -c max_connections=100 >&2 &
        server=$! ;;
      stop) end INT ;;
      crash) end QUIT ;;
      freeze) kill -STOP "$server"; kill -STOP $(pgrep -P "$server") ;;
      thaw) kill -CONT $(pgrep -P "$server"); kill -CONT "$server" ;;
    esac
    echo "$order: done"
  done
  [ -n "$server" ] && end QUIT
  rm -rf "$directory"
`;
