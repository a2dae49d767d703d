// Master Account alone, as in production, in a process of its own; the demo's services and mailbox are in this one.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { portOfService } from '../demo/demo-ports.ts';
import { demoConfiguration } from '../demo/index.ts';
import { startDemo } from '../demo/start-demo.ts';
import type { ConfigurationInput } from '../src/config.ts';
import type { Place } from '../test/journeys/people.ts';
import { temporaryFolder } from '../test/support/databases.ts';
import { mailboxAt } from '../test/support/mailbox.ts';
import { freePorts } from '../test/support/ports.ts';

export interface Program {
  place: Place;
  issuer: string;
  /** Milliseconds from the start of `node` to the first answer. */
  startedIn: number;
  /** Resident memory now, in MB. */
  memory(): number;
  stop(): Promise<void>;
}

export async function startProgram(changes: Partial<ConfigurationInput> = {}): Promise<Program> {
  const dataDirectory = temporaryFolder();
  const first = await freePorts(9);
  const issuer = `http://localhost:${first}`;
  const ports = { demo: first + 1, mailbox: first + 6, smtp: first + 7, bounces: first + 8 };
  const configuration = demoConfiguration({ issuer, port: first, ports, dataDirectory });
  const file = join(dataDirectory, 'bench.yaml');
  // JSON is YAML.
  writeFileSync(file, JSON.stringify({ ...configuration, logLevel: 'error', ...changes }));
  const demo = await startDemo({ issuer, ports, dataDirectory });
  const startedAt = performance.now();
  const child = spawn(process.execPath, ['src/start.js', 'serve', '--config', file], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  while (!(await isHealthy(issuer))) {
    if (child.exitCode !== null) throw new Error('Master Account did not start.');
    await sleep(10);
  }
  return {
    issuer,
    startedIn: performance.now() - startedAt,
    place: {
      service: (id) => `http://localhost:${portOfService(ports, id)}`,
      mailbox: mailboxAt(demo.mailbox.url),
    },
    memory: () => residentMegabytes(child.pid),
    async stop() {
      child.kill();
      await once(child, 'exit');
      await demo.stop();
      rmSync(dataDirectory, { recursive: true });
    },
  };
}

const isHealthy = (issuer: string): Promise<boolean> =>
  fetch(`${issuer}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  );

function residentMegabytes(pid: number | undefined): number {
  const [, kilobytes] = readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmRSS:\s+(\d+)/) ?? [];
  return Number(kilobytes) / 1024;
}
