// The real thing: `master-account demo` as its own process, to be killed and started again.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { portOfService } from '../../demo/demo-ports.ts';
import { minutes } from '../../src/kernel/index.ts';
import { type Mailbox, mailboxAt } from './mailbox.ts';
import { freePorts } from './ports.ts';
import { settle } from './residents.ts';
import { temporaryFolder } from './temporary-folder.ts';

export interface DemoProcess {
  /** Where Master Account is. */
  issuer: string;
  mailbox: Mailbox;
  dataDirectory: string;
  /** Process id of the program that is running now. */
  pid: number;
  /** Milliseconds from the start of `node` until everything can be reached. */
  startedIn: number;
  service(id: string): string;
  /** `kill -9`, then a new process on the same data directory and ports. */
  killAndStartAgain(): Promise<void>;
  startAgain(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts the demo on ports and a data directory of its own. Whoever starts it stops it.
 * @param residents addresses of accounts that are there from the start
 */
export async function startDemoProcess(
  environment: Record<string, string> = {},
  residents: readonly string[] = [],
): Promise<DemoProcess> {
  const first = await freePorts(9);
  const ports = { demo: first + 1, mailbox: first + 6, smtp: first + 7, bounces: first + 8 };
  const dataDirectory = temporaryFolder();
  if (residents.length > 0) await settle(dataDirectory, residents);
  const issuer = `http://localhost:${first}`;
  const variables = {
    PORT: String(first),
    DEMO_PORT: String(ports.demo),
    MAILBOX_PORT: String(ports.mailbox),
    SMTP_PORT: String(ports.smtp),
    BOUNCE_PORT: String(ports.bounces),
    DATA_DIR: dataDirectory,
    ...environment,
  };
  let program = await startProcess(issuer, variables);
  const startAgain = async (signal: NodeJS.Signals) => {
    await endProcess(program.child, signal);
    program = await startProcess(issuer, variables);
  };
  return {
    issuer,
    dataDirectory,
    mailbox: mailboxAt(`http://localhost:${ports.mailbox}`),
    get pid() {
      return program.child.pid ?? 0;
    },
    get startedIn() {
      return program.startedIn;
    },
    service: (id) => `http://localhost:${portOfService(ports, id)}`,
    killAndStartAgain: () => startAgain('SIGKILL'),
    startAgain: () => startAgain('SIGTERM'),
    async stop() {
      await endProcess(program.child, 'SIGTERM');
      rmSync(dataDirectory, { recursive: true });
    },
  };
}

// A test process that ends early takes its programs with it.
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

async function startProcess(issuer: string, variables: Record<string, string>) {
  const startedAt = performance.now();
  const child = spawn(process.execPath, ['src/start.js', 'demo'], {
    env: { ...process.env, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const listen = (chunk: Buffer) => {
    // The end of what it says is what tells why it stopped.
    said = `${said}${chunk}`.slice(-10_000);
  };
  child.stdout.on('data', listen);
  child.stderr.on('data', listen);
  running.add(child);
  child.once('exit', () => running.delete(child));
  // How fast it is is not what these tests are about, and the machine may be busy.
  while (performance.now() - startedAt < minutes(1)) {
    assert.equal(child.exitCode, null, `The demo stopped by itself:\n${said}`);
    // It prints where everything is when all of it can be reached.
    if (said.includes(issuer)) return { child, startedIn: performance.now() - startedAt };
    await sleep(25);
  }
  child.kill('SIGKILL');
  return assert.fail(`The demo did not start within a minute:\n${said}`);
}

async function endProcess(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}
