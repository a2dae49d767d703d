import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, openSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ConfigurationInput } from '../../src/config.ts';
import { seconds } from '../../src/kernel/index.ts';
import { loopback, portNeed, type Running } from '../listen.ts';
import { startBalancer } from './balancer.ts';

export interface NodesSettings {
  count: number;
  /** As one node of the demo is configured: its port becomes the balancer's. */
  configuration: ConfigurationInput;
  /** PostgreSQL: the embedded database is for one node. */
  databaseUrl: string;
  dataDirectory: string;
}

export interface RunningNodes extends Running {
  logFile: string;
  nodes: readonly { port: number; pid: number | undefined }[];
}

/** A node that ends by itself is started again after that long, as a service manager does. */
const AGAIN_AFTER = seconds(1);
const PATIENCE = seconds(30);

/**
 * Starts so many nodes, each a process of its own, behind a round-robin at the port of the issuer. Their ports are the
 * ones after it.
 * @throws with a sentence, such as which port is taken
 */
export async function startNodes({
  count,
  configuration,
  databaseUrl,
  dataDirectory,
}: NodesSettings): Promise<RunningNodes> {
  const port = configuration.listen?.port ?? 3000;
  const folder = join(dataDirectory, 'nodes');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const logFile = join(dataDirectory, 'master-account.log');
  const log = openSync(logFile, 'a', 0o600);
  const nodes = Array.from({ length: count }, (_, index) =>
    keepRunning({
      port: port + 1 + index,
      file: configurationFile(folder, index, {
        ...configuration,
        database: { url: databaseUrl },
        listen: { host: loopback, port: port + 1 + index },
        trustedProxies: ['127.0.0.0/8', '::1'],
        // Bounces come in at one place; what they say is in the database of all.
        mail: index === 0 ? configuration.mail : { ...configuration.mail, bounces: undefined },
        stopping: { drain: '1s', within: '10s' },
      }),
      log,
    }),
  );
  const stopAll = () => Promise.all(nodes.map((node) => node.stop()));
  try {
    // The first one makes the tables; the others would wait for it.
    for (const node of nodes) await node.untilAlive();
    const balancer = await startBalancer(
      nodes.map((node) => node.port),
      portNeed(port, 'PORT', 'the round-robin in front of the nodes'),
    );
    return {
      logFile,
      nodes,
      async stop() {
        await stopAll();
        await balancer.stop();
      },
    };
  } catch (fault) {
    await stopAll();
    throw fault;
  }
}

function configurationFile(folder: string, index: number, configuration: ConfigurationInput): string {
  const file = join(folder, `node-${index + 1}.yaml`);
  // JSON is YAML.
  writeFileSync(file, JSON.stringify(configuration), { mode: 0o600 });
  return file;
}

interface Kept {
  port: number;
  file: string;
  log: number;
}

/** A process of `serve`, started again whenever it ends by itself. */
function keepRunning({ port, file, log }: Kept) {
  // `.ts` in a checkout, `.js` in the published package.
  const program = fileURLToPath(
    new URL(`../../src/main${extname(fileURLToPath(import.meta.url))}`, import.meta.url),
  );
  let stopping = false;
  let again: NodeJS.Timeout | undefined;
  let child: ChildProcess | undefined;
  const start = (): void => {
    child = spawn(process.execPath, [program, 'serve', '--config', file], { stdio: ['ignore', log, log] });
    child.once('exit', () => {
      if (!stopping) again = setTimeout(start, AGAIN_AFTER);
    });
  };
  start();
  const endWithUs = () => child?.kill('SIGKILL');
  process.once('exit', endWithUs);
  return {
    port,
    get pid() {
      return child?.pid;
    },
    async untilAlive() {
      const since = performance.now();
      while (!(await isAlive(port))) {
        if (performance.now() - since > PATIENCE) {
          throw new Error(
            `No node of ${file} answers on port ${port}. The end of master-account.log says why.`,
          );
        }
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    async stop() {
      stopping = true;
      clearTimeout(again);
      process.off('exit', endWithUs);
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

const isAlive = (port: number): Promise<boolean> =>
  fetch(`http://${loopback}:${port}/health/live`).then(
    ({ ok }) => ok,
    () => false,
  );

/** Which process is which node, to end one and see the others go on. */
export const nodesTable = (nodes: RunningNodes['nodes']): string =>
  [
    ...nodes.map(({ port, pid }, index) => `  Node ${index + 1} listens on port ${port}, process ${pid}`),
    '  Each request goes to the next one. End one (kill -9) and go on; it is started again.',
    '─'.repeat(72),
  ].join('\n');
