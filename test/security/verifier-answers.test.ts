// THREATS 6, 8, 39, 40: what a service, or whoever has got into its place, may answer.
import assert from 'node:assert/strict';
import dns from 'node:dns';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { Webhook } from 'standardwebhooks';
import { verifyServiceAccount } from '../../src/features/services/index.ts';
import { systemClock } from '../../src/kernel/index.ts';

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const ada = { username: 'ada', password: 'canary-password' };
const match = { outcome: 'match', account: { id: 'u-17', username: 'Ada' } };

async function listening(t: TestContext, listener: RequestListener): Promise<Server> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return server;
}

const addressOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}/verify`;

const serviceAt = (url: string, internalHosts: string[] = []) => ({
  id: 'managed-hosting',
  verifier: { type: 'http' as const, url, secret },
  client: { internalHosts },
});

/** Asks a service that behaves as told; answers with the outcome and everything that was logged. */
async function asking(t: TestContext, listener: RequestListener) {
  const server = await listening(t, listener);
  return askingAt(addressOf(server));
}

async function askingAt(url: string, internalHosts: string[] = []) {
  const logged: unknown[] = [];
  const log = { warn: (...line: unknown[]) => void logged.push(line) };
  const service = serviceAt(url, internalHosts);
  const reference = 'K7QM-2XWD';
  const verdict = await verifyServiceAccount({ clock: systemClock, log, reference }, { service, ...ada });
  return { verdict, logged: JSON.stringify(logged) };
}

const answering =
  (body: unknown, status = 200): RequestListener =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };

test('a match carries the exact service that was asked and the exact id that it answered', async (t) => {
  const { verdict } = await asking(
    t,
    answering({ ...match, account: { ...match.account, serviceId: 'private-cloud' } }),
  );
  assert.deepEqual(verdict, {
    outcome: 'match',
    serviceId: 'managed-hosting',
    account: { id: 'u-17', username: 'Ada' },
  });
});

for (const outcome of ['mismatch', 'locked', 'password-expired', 'second-step-required'] as const) {
  test(`a service that answers ${outcome} is understood`, async (t) => {
    const { verdict } = await asking(t, answering({ outcome, account: match.account }));
    assert.deepEqual(verdict, { outcome });
  });
}

test('the question is signed so that the service can tell it from anybody else’s', async (t) => {
  let asked: unknown;
  await asking(t, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      asked = new Webhook(secret).verify(Buffer.concat(chunks), request.headers as Record<string, string>);
      response.end(JSON.stringify(match));
    });
  });
  assert.deepEqual(asked, ada);
});

const outsideTheContract: [title: string, answer: unknown, status?: number][] = [
  ['status 500', match, 500],
  ['status 201', match, 201],
  ['no JSON', '<html>ada canary-password</html>'],
  ['an empty answer', ''],
  ['an outcome of its own', { outcome: 'matched', account: match.account }],
  ['a match of nobody', { outcome: 'match' }],
  ['a match without an id', { outcome: 'match', account: { username: 'Ada' } }],
  ['an empty id', { outcome: 'match', account: { id: '', username: 'Ada' } }],
  ['an id that is a number', { outcome: 'match', account: { id: 17, username: 'Ada' } }],
  ['an id that is a list', { outcome: 'match', account: { id: ['u-17'], username: 'Ada' } }],
  ['an id of 201 characters', { outcome: 'match', account: { id: 'u'.repeat(201), username: 'Ada' } }],
  ['an id with a NUL', { outcome: 'match', account: { id: 'u-17\u0000', username: 'Ada' } }],
  ['an id with a line break', { outcome: 'match', account: { id: 'u-17\n', username: 'Ada' } }],
  [
    'an id that no database keeps apart from another',
    '{"outcome":"match","account":{"id":"\\ud800","username":"Ada"}}',
  ],
  ['more than 16 KiB', { ...match, padding: 'x'.repeat(16 * 1024) }],
];
for (const [title, answer, status] of outsideTheContract) {
  test(`${title} is no answer, and nothing of it or of the password is logged`, async (t) => {
    const { verdict, logged } = await asking(t, answering(answer, status));
    assert.deepEqual(verdict, { outcome: 'unavailable' });
    assert.match(logged, /managed-hosting/);
    assert.match(logged, /K7QM-2XWD/, 'the number that the person reads out');
    assert.doesNotMatch(logged, /canary|ada|u-17/i);
  });
}

test('a small answer that unpacks to a large one is no answer', async (t) => {
  const { verdict } = await asking(t, (_, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' });
    response.end(gzipSync(JSON.stringify({ ...match, padding: 'x'.repeat(50_000_000) })));
  });
  assert.deepEqual(verdict, { outcome: 'unavailable' });
});

test('an answer without an end is cut off', async (t) => {
  const { verdict, logged } = await asking(t, (_, response) => {
    const timer = setInterval(() => response.write('x'.repeat(8192)), 1);
    response.on('close', () => clearInterval(timer));
  });
  assert.deepEqual(verdict, { outcome: 'unavailable' });
  assert.match(logged, /too much/);
});

test('a redirect is not followed, neither elsewhere nor inside', async (t) => {
  let followed = 0;
  const inside = await listening(t, (_, response) => {
    followed += 1;
    response.end(JSON.stringify(match));
  });
  for (const status of [301, 302, 303, 307, 308]) {
    const { verdict } = await asking(t, (_, response) => {
      response.writeHead(status, { location: addressOf(inside) });
      response.end();
    });
    assert.deepEqual(verdict, { outcome: 'unavailable' });
  }
  assert.equal(followed, 0);
});

test('an address inside the network is asked only where its host is listed', async (t) => {
  let asked = 0;
  const server = await listening(t, (_, response) => {
    asked += 1;
    response.end(JSON.stringify(match));
  });
  // Leads to this machine, like any name whose owner points it inside.
  const inside = addressOf(server).replace('127.0.0.1', '0.0.0.0');
  const { verdict, logged } = await askingAt(inside);
  assert.deepEqual(verdict, { outcome: 'unavailable' });
  assert.match(logged, /address-not-allowed/);
  assert.equal(asked, 0);
  assert.equal((await askingAt(inside, ['0.0.0.0'])).verdict.outcome, 'match');
});

test('a name that has been pointed inside since it was configured is not asked', async (t) => {
  const server = await listening(t, answering(match));
  type Answer = (fault: null, found: { address: string; family: number }[]) => void;
  const pointed = t.mock.method(dns, 'lookup', (_name: string, _options: object, answer: Answer) =>
    answer(null, [{ address: '127.0.0.1', family: 4 }]),
  );
  const { verdict } = await askingAt(addressOf(server).replace('127.0.0.1', 'hosting.example.com'));
  assert.deepEqual(verdict, { outcome: 'unavailable' });
  assert.equal(pointed.mock.callCount(), 1);
});

test('a service that drips its answer is given three seconds in total', async (t) => {
  const started = performance.now();
  const { verdict, logged } = await asking(t, (_, response) => {
    response.write('{');
    const timer = setInterval(() => response.write(' '), 200);
    response.on('close', () => clearInterval(timer));
  });
  const took = performance.now() - started;
  assert.deepEqual(verdict, { outcome: 'unavailable' });
  assert.match(logged, /in time/);
  assert.ok(took > 2800 && took < 4000, `took ${took} ms`);
});

test('a service that is not there could not be reached', async (t) => {
  const server = await listening(t, answering(match));
  const address = addressOf(server);
  await new Promise((resolve) => server.close(resolve));
  const { verdict, logged } = await askingAt(address);
  assert.deepEqual(verdict, { outcome: 'unavailable' });
  assert.match(logged, /ECONNREFUSED/);
});

test('a password of a megabyte is not passed on to a service', async (t) => {
  let asked = 0;
  const server = await listening(t, (_, response) => {
    asked += 1;
    response.end(JSON.stringify(match));
  });
  const service = serviceAt(addressOf(server));
  const log = { warn: () => undefined };
  const password = 'x'.repeat(1024 * 1024);
  const verdict = await verifyServiceAccount(
    { clock: systemClock, log },
    { service, username: 'ada', password },
  );
  assert.deepEqual(verdict, { outcome: 'mismatch' });
  assert.equal(asked, 0);
});
