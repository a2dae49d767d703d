import { randomInt } from 'node:crypto';
import { createServer, type Server } from 'node:net';

// They lie below those that the system hands out by itself, so that no connection takes one in between.
const lowest = 12_000;
const highest = 30_000;
const sliceSize = 200;

/** The part of the ports that is this process's: its first one is held, so that no other test process takes it. */
let slice: Promise<number> | undefined;
let given = 0;

/** The first of `count` ports in a row that nobody listens on, and that no other test is given meanwhile. */
export async function freePorts(count: number): Promise<number> {
  slice ??= ownSlice();
  const start = await slice;
  for (let tries = 0; tries < sliceSize; tries++) {
    if (given + count >= sliceSize) given = 0;
    const first = start + 1 + given;
    given += count;
    const ports = Array.from({ length: count }, (_, index) => first + index);
    const free = await Promise.all(ports.map(isFree));
    if (free.every(Boolean)) return first;
  }
  throw new Error(`No ${count} free ports in a row were found.`);
}

async function ownSlice(): Promise<number> {
  for (let tries = 0; tries < 1000; tries++) {
    const start = lowest + sliceSize * randomInt((highest - lowest) / sliceSize);
    const lock = await listenAt(start);
    lock?.unref();
    if (lock) return start;
  }
  throw new Error('All ports for tests are taken.');
}

async function isFree(port: number): Promise<boolean> {
  const server = await listenAt(port);
  if (!server) return false;
  const { promise, resolve } = Promise.withResolvers<boolean>();
  server.close(() => resolve(true));
  return promise;
}

/** Undefined where somebody else listens. */
function listenAt(port: number): Promise<Server | undefined> {
  const { promise, resolve } = Promise.withResolvers<Server | undefined>();
  const server = createServer();
  server.once('error', () => resolve(undefined));
  server.listen(port, '127.0.0.1', () => resolve(server));
  return promise;
}
