// Master Account alone, as it ships: `serve`, in a process of its own, on either database.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { demoConfiguration } from '../demo/index.ts';
import { temporaryFolder } from '../test/support/databases.ts';
import { freePorts } from '../test/support/ports.ts';
import { Connection } from './load/connection.ts';
import type { Target } from './load/visitor.ts';
import { PASSWORD } from './seed/seed-accounts.ts';

export interface Place {
  /** Its data directory, with the embedded database where there is no `url`. */
  directory: string;
  /** PostgreSQL. */
  url?: string | undefined;
  issuer: string;
  file: string;
  target: Target;
}

export interface Server {
  pid: number;
  place: Place;
  /** Milliseconds from the start of `node` to the first answer. */
  startedIn: number;
  stop(): Promise<void>;
}

/** The configuration that a company would write, in a folder of its own. */
export async function preparePlace({
  smtpPort,
  url,
}: {
  smtpPort: number;
  url?: string | undefined;
}): Promise<Place> {
  const directory = temporaryFolder();
  const first = await freePorts(9);
  const issuer = `http://localhost:${first}`;
  const ports = { demo: first + 1, mailbox: first + 6, smtp: smtpPort, bounces: first + 8 };
  mkdirSync(directory, { recursive: true });
  const configuration = {
    ...demoConfiguration({ issuer, port: first, ports, dataDirectory: directory }),
    ...(url && { database: { url } }),
    // Each visitor of the load has an address of its own, as behind a proxy.
    trustedProxies: ['127.0.0.0/8'],
  };
  const [{ client }] = configuration.services as [(typeof configuration.services)[number]];
  const file = join(directory, 'bench.yaml');
  // JSON is YAML.
  writeFileSync(file, JSON.stringify(configuration));
  return {
    directory,
    url,
    issuer,
    file,
    target: {
      origin: issuer,
      clientId: client.clientId,
      clientSecret: client.clientSecret ?? '',
      redirectUri: client.redirectUris[0] ?? '',
      password: PASSWORD,
    },
  };
}

export async function startServer(place: Place): Promise<Server> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [...profiling(), 'src/start.js', 'serve', '--config', place.file], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const { pid } = child;
  if (pid === undefined) throw new Error('Master Account could not be started.');
  // However the bench ends, it leaves no server behind.
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
  const startedIn = await firstAnswer(place.issuer, child, startedAt);
  return { pid, place, startedIn, stop: () => ended(child) };
}

/** BENCH_CPU_PROF names a folder for profiles of the server. */
const profiling = (): string[] => {
  const folder = process.env['BENCH_CPU_PROF'];
  return folder ? ['--cpu-prof', `--cpu-prof-dir=${folder}`] : [];
};

async function firstAnswer(issuer: string, child: ChildProcess, startedAt: number): Promise<number> {
  for (;;) {
    const connection = new Connection(issuer);
    const answer = await connection.ask({ path: '/healthz' }).catch(() => undefined);
    connection.close();
    if (answer?.status === 200) return performance.now() - startedAt;
    if (child.exitCode !== null) throw new Error('Master Account did not start.');
    await sleep(5);
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill();
  await once(child, 'exit');
}

export const removePlace = ({ directory }: Place): void => rmSync(directory, { recursive: true });
