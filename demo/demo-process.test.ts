import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { type TestContext, test } from 'node:test';
import { freePorts } from '../test/support/ports.ts';
import { startDemoProcess } from './demo-process.ts';
import { loopback } from './listen.ts';
import { temporaryDirectory } from './test-support/service-world.ts';

async function request(t: TestContext) {
  const demo = await freePorts(8);
  const ports = { demo, mailbox: demo + 5, smtp: demo + 6, bounces: demo + 7 };
  return { issuer: 'http://localhost:1', ports, dataDirectory: temporaryDirectory(t) };
}

test('the demo runs in a process of its own, and its ports are free when it has stopped', async (t) => {
  const told: string[] = [];
  const demo = await startDemoProcess(await request(t), (fault) => told.push(fault));
  assert.notEqual(demo.pid, process.pid);
  assert.equal((await fetch(demo.url)).status, 200);
  await demo.stop();
  await assert.rejects(fetch(demo.url));
  assert.deepEqual(told, []);
});

test('a taken port is said by the process that wants to start it', async (t) => {
  const wanted = await request(t);
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(wanted.ports.mailbox, loopback, resolve));
  t.after(() => other.close());
  await assert.rejects(
    startDemoProcess(wanted, () => undefined),
    new RegExp(`^Error: Port ${wanted.ports.mailbox}, which .+ is taken`),
  );
});

test('a demo that ends by itself is reported, and stopping it then waits for nothing', async (t) => {
  const { promise, resolve } = Promise.withResolvers<string>();
  const demo = await startDemoProcess(await request(t), resolve);
  process.kill(demo.pid ?? 0, 'SIGKILL');
  assert.match(await promise, /ended by itself/);
  await demo.stop();
});
