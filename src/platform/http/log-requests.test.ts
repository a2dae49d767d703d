import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Hono } from 'hono';
import {
  logRequests,
  measureAnswer,
  measurePages,
  type PageEnv,
  requests,
  startHttpServer,
  UNMATCHED,
} from './index.ts';

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

test('the metrics are told the pattern of a route and the class of a status, and never what was asked for', async (t) => {
  const told: object[] = [];
  const app = new Hono<PageEnv>()
    .use(measurePages())
    .use(async (_, next) => next())
    .get('/sign-in/:attempt{[\\w-]{1,64}}', (c) => c.text('ok'))
    .get('/gone/:id', (c) => c.text('gone', 410));
  await app.request('/sign-in/before-anybody-listens');
  const heard = requests.hear(({ seconds: _, ...facts }) => void told.push(facts));
  t.after(() => heard.stop());
  await app.request('/sign-in/canary?token=canary');
  await app.request('/gone/canary');
  await app.request('/canary');
  await app.request('/canary', { method: 'CANARY' });
  assert.deepEqual(told, [
    { route: '/sign-in/:attempt', method: 'GET', status: '2xx' },
    { route: '/gone/:id', method: 'GET', status: '4xx' },
    { route: UNMATCHED, method: 'GET', status: '4xx' },
    { route: UNMATCHED, method: 'other', status: '4xx' },
  ]);
});

test('the metrics are told of an answer that nobody waited for', async (t) => {
  const told: object[] = [];
  const heard = requests.hear(({ seconds: _, ...facts }) => void told.push(facts));
  t.after(() => heard.stop());
  const { promise: asked, resolve } = Promise.withResolvers<void>();
  const server = await startHttpServer(
    (request, response) => {
      measureAnswer(request, response, '/oidc/token');
      if (request.method === 'POST') response.end('ok');
      else resolve();
    },
    { host: '127.0.0.1', port: 0 },
  );
  t.after(() => server.stop(0));
  const address = `http://127.0.0.1:${server.port}/`;
  await (await fetch(address, { method: 'POST' })).text();
  const gone = new AbortController();
  const left = fetch(address, { signal: gone.signal }).catch(() => undefined);
  await asked;
  gone.abort();
  await left;
  while (told.length < 2) await new Promise(setImmediate);
  assert.deepEqual(told, [
    { route: '/oidc/token', method: 'POST', status: '2xx' },
    { route: '/oidc/token', method: 'GET', status: 'aborted' },
  ]);
});
