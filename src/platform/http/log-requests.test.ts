import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Hono } from 'hono';
import { logRequests, type PageEnv } from './index.ts';

test('each answer has one line that its reference finds, and what stands in a query is not in it', async () => {
  const lines: object[] = [];
  const app = new Hono<PageEnv>()
    .use(async (c, next) => {
      c.set('reference', 'K7QM-2XWD');
      await next();
    })
    .use(logRequests({ info: (facts: object) => void lines.push(facts) } as never))
    .get('/register/verify-email', (c) => c.text('ok'));
  await app.request('/register/verify-email?token=CANA-RY42');
  await app.request('/nowhere');
  assert.deepEqual(
    lines.map((line) => ({ ...line, took: 0 })),
    [
      { reference: 'K7QM-2XWD', method: 'GET', path: '/register/verify-email', status: 200, took: 0 },
      { reference: 'K7QM-2XWD', method: 'GET', path: '/nowhere', status: 404, took: 0 },
    ],
  );
});
