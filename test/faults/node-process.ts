// Master Account as it runs in production, in a process of its own: `serve` with a configuration in a file.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ConfigurationInput } from '../../src/config.ts';

export interface NodeProcess {
  /** Where this node itself listens. */
  origin: string;
  readonly pid: number;
  /** Undefined while it runs. */
  readonly endedBy: NodeJS.Signals | number | undefined;
  /** What it has said so far, over all its lives. */
  log(): string;
  start(): Promise<void>;
  /** `kill -9` */
  kill(): Promise<void>;
  /** As a service manager does; resolves when it has ended. */
  stop(): Promise<void>;
  /** Resolves when it has ended, whoever did that. */
  ended(): Promise<void>;
  /** To what was loaded before it; resolves when that has heard it, or is dead. */
  tell(message: object): Promise<void>;
}

export interface NodeOptions {
  /** The folder of its configuration file and, without PostgreSQL, of its database. */
  folder: string;
  name?: string;
  configuration: ConfigurationInput;
  /** Modules that are loaded before the program, by their names in `preload/`. */
  preload?: readonly string[];
  environment?: Record<string, string>;
  /** Where its output goes instead of to the test. */
  output?: number;
}

/** Prepares a node that ends with the test. Nothing runs yet. */
export function aNode(t: Pick<TestContext, 'after'>, options: NodeOptions): NodeProcess {
  const { folder, configuration, name = 'node', preload = [], environment = {}, output } = options;
  const file = join(folder, `${name}.yaml`);
  // JSON is YAML.
  writeFileSync(file, JSON.stringify(configuration));
  const origin = `http://localhost:${configuration.listen?.port}`;
  const loaded = ['end-with-parent', ...preload].flatMap((each) => [
    '--import',
    join(import.meta.dirname, 'preload', `${each}.ts`),
  ]);
  let said = '';
  let child: ChildProcess | undefined;
  let exit = Promise.resolve<unknown>(undefined);
  const ended = async () => void (await exit);
  const end = async (signal: NodeJS.Signals) => {
    child?.kill(signal);
    await ended();
  };
  const isOver = () => child === undefined || child.exitCode !== null || child.signalCode !== null;
  t.after(() => end('SIGKILL'));
  return {
    origin,
    get pid() {
      return child?.pid ?? 0;
    },
    get endedBy() {
      return child?.signalCode ?? child?.exitCode ?? undefined;
    },
    log: () => said,
    async start() {
      child = spawn(process.execPath, [...loaded, 'src/main.ts', 'serve', '--config', file], {
        env: { ...process.env, ...environment },
        stdio: ['ignore', output ?? 'pipe', 'pipe', 'ipc'],
      });
      exit = once(child, 'exit');
      for (const stream of [child.stdout, child.stderr]) {
        stream?.on('data', (chunk: Buffer) => {
          said = `${said}${chunk}`.slice(-500_000);
        });
      }
      while (!(await isAlive(origin))) {
        if (isOver()) throw new Error(`Master Account did not start:\n${said.slice(-5000)}`);
        await sleep(20);
      }
    },
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    ended,
    async tell(message) {
      if (!child) throw new Error('It does not run.');
      const heard = once(child, 'message');
      child.send(message, () => undefined);
      await Promise.race([heard, ended()]);
    },
  };
}

const isAlive = (origin: string): Promise<boolean> =>
  fetch(`${origin}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  );
