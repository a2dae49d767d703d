// How fast and how large Master Account is on this machine, against the limits that it keeps:
//
//     node bench/sign-on.ts
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { portOfService } from '../demo/demo-ports.ts';
import { demoConfiguration, startDemo } from '../demo/index.ts';
import { comeInFor, type Person, type Place, signIn } from '../test/journeys/people.ts';
import { type Browser, newBrowser } from '../test/support/browser.ts';
import { temporaryFolder } from '../test/support/databases.ts';
import { mailboxAt } from '../test/support/mailbox.ts';
import { freePorts } from '../test/support/ports.ts';

interface Line {
  what: string;
  measured: number;
  unit: string;
  limit?: number;
}

const signOns = 1000;
const passwordSignIns = 40;
const service = { serviceId: 'managed-hosting', username: 'alice' };
const ada: Person = {
  email: 'ada@example.com',
  firstName: 'Ada',
  lastName: 'Lovelace',
  password: 'a lantern over wide water',
};

const dataDirectory = temporaryFolder();
const first = await freePorts(8);
const issuer = `http://localhost:${first}`;
const ports = { demo: first + 1, mailbox: first + 6, smtp: first + 7 };
const configuration = demoConfiguration({ issuer, port: first, ports, dataDirectory });
const demo = await startDemo({ issuer, ports, dataDirectory });
const place: Place = {
  service: (id) => `http://localhost:${portOfService(ports, id)}`,
  mailbox: mailboxAt(demo.mailbox.url),
};

const lines: Line[] = [];
const program = await startProgram();
try {
  await sleep(500);
  lines.push({ what: 'memory after start', measured: megabytesOf(program.pid), unit: 'MB', limit: 150 });
  const browser = newBrowser();
  await comeInFor(browser, place, ada, service);
  await measureSignOns(browser);
  await measurePasswords();
} finally {
  program.kill();
  await once(program, 'exit');
  await demo.stop();
  rmSync(dataDirectory, { recursive: true });
}
print(lines);

/** Master Account alone, as in production; the services and the mailbox are in this process. */
async function startProgram() {
  const file = join(dataDirectory, 'bench.yaml');
  // JSON is YAML.
  writeFileSync(file, JSON.stringify({ ...configuration, logLevel: 'error' }));
  const startedAt = performance.now();
  const child = spawn(process.execPath, ['src/main.ts', 'serve', '--config', file], { stdio: 'inherit' });
  while (
    !(await fetch(`${issuer}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    ))
  ) {
    if (child.exitCode !== null) throw new Error('Master Account did not start.');
    await sleep(10);
  }
  lines.push({ what: 'start', measured: performance.now() - startedAt, unit: 'ms', limit: 2000 });
  return child;
}

async function measureSignOns(browser: Browser): Promise<void> {
  const startedAt = performance.now();
  for (let count = 0; count < signOns; count++) {
    await browser.visit(`${place.service(service.serviceId)}/sign-in`);
    if (browser.heading !== 'Welcome, Alice Archer') throw new Error(`Stopped at "${browser.heading}".`);
  }
  const took = performance.now() - startedAt;
  lines.push({ what: 'one single sign-on, service included', measured: took / signOns, unit: 'ms' });
  const memory = megabytesOf(program.pid);
  lines.push({ what: `memory after ${signOns} single sign-ons`, measured: memory, unit: 'MB', limit: 230 });
}

/** From the service over email and password back into the service, by four people at a time. */
async function measurePasswords(): Promise<void> {
  const startedAt = performance.now();
  const one = async () => {
    for (let count = 0; count < passwordSignIns / 4; count++) {
      const browser = newBrowser();
      await signIn(browser, place, ada, service.serviceId);
      browser.isAt('Welcome, Alice Archer');
    }
  };
  await Promise.all([one(), one(), one(), one()]);
  const took = performance.now() - startedAt;
  lines.push({ what: 'password sign-ins', measured: (passwordSignIns * 1000) / took, unit: 'a second' });
}

function megabytesOf(pid: number | undefined): number {
  const [, kilobytes] = readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmRSS:\s+(\d+)/) ?? [];
  return Number(kilobytes) / 1024;
}

function print(measured: Line[]): void {
  for (const { what, measured: value, unit, limit } of measured) {
    const verdict = limit === undefined ? '' : `limit ${limit} ${value <= limit ? '✔' : '✖'}`;
    const amount = value.toFixed(value < 100 ? 1 : 0).padStart(8);
    process.stdout.write(`${what.padEnd(40)}${amount} ${unit.padEnd(10)}${verdict}\n`);
  }
  if (measured.some(({ measured: value, limit }) => limit !== undefined && value > limit))
    process.exitCode = 1;
}
