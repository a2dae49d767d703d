import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Hono } from 'hono';
import type { PageEnv } from '../../platform/http/index.ts';
import { healthPages, openReadiness } from './index.ts';

const yes = async () => true;
const served = (readiness: Parameters<typeof healthPages>[0]) =>
  new Hono<PageEnv>().route('/', healthPages(readiness));

test('a node that lives says so, whatever its database does', async () => {
  const app = served(openReadiness({ database: () => new Promise(() => undefined) }));
  const answer = await app.request('/health/live');
  assert.equal(answer.status, 200);
  assert.deepEqual(await answer.json(), { status: 'live' });
  assert.equal((await app.request('/healthz')).status, 200);
});

test('a node is ready when all holds, and says by name what does not', async () => {
  const ready = await served(openReadiness({ migrations: yes, keys: yes })).request('/health/ready');
  assert.deepEqual([ready.status, await ready.json()], [200, { status: 'ready' }]);
  const checks = {
    migrations: yes,
    keys: async () => false,
    database: () => Promise.reject(new Error('canary: postgres://user:password@host')),
    slow: () => new Promise<boolean>(() => undefined),
  };
  const not = await served(openReadiness(checks, 20)).request('/health/ready');
  assert.equal(not.status, 503);
  assert.deepEqual(await not.json(), {
    status: 'not-ready',
    checks: { migrations: 'ok', keys: 'failed', database: 'failed', slow: 'no-answer' },
  });
});

test('a node that stops is not ready from that moment on, though all still holds', async () => {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const readiness = openReadiness({ database: () => promise });
  const asked = readiness.look();
  readiness.stop();
  resolve(true);
  assert.deepEqual(await asked, { status: 'stopping' });
  const answer = await served(readiness).request('/health/ready');
  assert.deepEqual([answer.status, await answer.json()], [503, { status: 'stopping' }]);
});

test('a thousand who ask at once, and those right after them, ask the database once', async () => {
  let asked = 0;
  const readiness = openReadiness({
    async database() {
      asked += 1;
      await new Promise(setImmediate);
      return true;
    },
  });
  await Promise.all(Array.from({ length: 1000 }, () => readiness.look()));
  await readiness.look();
  assert.equal(asked, 1);
});
