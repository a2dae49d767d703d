import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { type TestContext, test } from 'node:test';
import { PortTaken } from '../src/platform/http/index.ts';
import { freePorts } from '../test/support/ports.ts';
import { loopback } from './listen.ts';
import { startDemo } from './start-demo.ts';
import { assertBalanced } from './test-support/balanced.ts';
import { temporaryDirectory } from './test-support/service-world.ts';

async function settings(t: TestContext) {
  const demo = await freePorts(8);
  const ports = { demo, mailbox: demo + 5, smtp: demo + 6, bounces: demo + 7 };
  return { issuer: 'http://localhost:1', ports, dataDirectory: temporaryDirectory(t) };
}

async function occupy(t: TestContext, port: number): Promise<void> {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(port, loopback, resolve));
  t.after(() => other.close());
}

test('the services take the four ports after the start page', async (t) => {
  const chosen = await settings(t);
  const demo = await startDemo(chosen);
  t.after(() => demo.stop());
  assert.deepEqual(
    demo.services.map(({ url }) => url),
    [1, 2, 3, 4].map((offset) => `http://localhost:${chosen.ports.demo + offset}`),
  );
  const startPage = await (await fetch(demo.url)).text();
  assertBalanced(startPage);
  for (const { url, name } of [...demo.services, { url: demo.mailbox.url, name: 'Mailbox' }]) {
    assert.ok(startPage.includes(url));
    assert.match(await (await fetch(url)).text(), new RegExp(name));
  }
});

test('a taken port is said plainly, and nothing is left running', async (t) => {
  for (const [offset, variable] of [
    [0, 'DEMO_PORT'],
    [2, 'DEMO_PORT'],
    [5, 'MAILBOX_PORT'],
    [6, 'SMTP_PORT'],
  ] as const) {
    const chosen = await settings(t);
    const port = chosen.ports.demo + offset;
    await occupy(t, port);
    const fault = await startDemo(chosen).catch((reason: unknown) => reason);
    assert.ok(fault instanceof PortTaken);
    assert.match(
      fault.message,
      new RegExp(
        `^Port ${port}, which .+ needs, is taken by another program\\. .*${variable} to a free port`,
      ),
    );
    for (const other of [0, 1, 2, 3, 4, 5].filter((each) => each !== offset)) {
      await assert.rejects(fetch(`http://localhost:${chosen.ports.demo + other}`));
    }
  }
});

test('everything stops within half a second, open connections too', async (t) => {
  const demo = await startDemo(await settings(t));
  await Promise.all(
    [demo.url, demo.mailbox.url, ...demo.services.map(({ url }) => url)].map((url) => fetch(url)),
  );
  const began = performance.now();
  await demo.stop();
  assert.ok(performance.now() - began < 500);
  await assert.rejects(fetch(demo.url));
});

test('a service can be stopped and started from the start page, and only from there', async (t) => {
  const demo = await startDemo(await settings(t));
  t.after(() => demo.stop());
  const [service] = demo.services;
  assert.ok(service);
  const press = (act: string, origin = demo.url) =>
    fetch(`${demo.url}/services/${service.id}/${act}`, {
      method: 'POST',
      headers: { Origin: origin },
      redirect: 'manual',
    });
  assert.equal((await press('stop', service.url)).status, 403);
  assert.equal((await press('stop')).status, 303);
  await assert.rejects(fetch(service.url));
  assert.match(await (await fetch(demo.url)).text(), /\/services\/managed-hosting\/start/);
  await Promise.all([press('start'), press('start')]);
  assert.equal((await fetch(service.url)).status, 200);
});
