// What the product is measured against, each in a process of its own.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { freePorts } from '../../test/support/ports.ts';
import type { Target } from '../load/visitor.ts';

interface Limit {
  pid: number;
  target: Target;
}

export interface Limits {
  /** The same `oidc-provider` on an in-memory store. */
  memoryStore: Limit;
  bareServer: Limit;
  /** Bare argon2id hashes per second, as many at once as there are cores. */
  hashesPerSecond(milliseconds: number): Promise<number>;
  stop(): Promise<void>;
}

export async function startLimits(): Promise<Limits> {
  const first = await freePorts(2);
  const target: Target = {
    origin: `http://localhost:${first}`,
    clientId: 'managed-hosting',
    clientSecret: 'of-the-bench-and-of-nothing-else-in-the-world',
    redirectUri: 'http://localhost:4001/callback',
    password: '',
  };
  const { clientId, clientSecret, redirectUri } = target;
  const [memoryStore, bareServer, hashes] = await Promise.all([
    startOne('memory-store', [String(first), clientId, clientSecret, redirectUri]),
    startOne('bare-server', [String(first + 1)]),
    startOne('bare-hashes'),
  ]);
  return {
    memoryStore: { pid: pidOf(memoryStore), target },
    bareServer: { pid: pidOf(bareServer), target: { ...target, origin: `http://localhost:${first + 1}` } },
    async hashesPerSecond(milliseconds) {
      hashes.send(milliseconds);
      const [rate] = (await once(hashes, 'message')) as [number];
      return rate;
    },
    async stop() {
      await Promise.all([memoryStore, bareServer, hashes].map(ended));
    },
  };
}

async function startOne(name: string, given: string[] = []): Promise<ChildProcess> {
  // The store's own warnings about itself are known here.
  const child = fork(join(import.meta.dirname, `${name}.ts`), given, {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  await once(child, 'message');
  return child;
}

const pidOf = ({ pid }: ChildProcess): number => {
  if (pid === undefined) throw new Error('A process has no id.');
  return pid;
};

async function ended(child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit');
  child.disconnect();
  await exit;
}
