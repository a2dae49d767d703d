import assert from 'node:assert/strict';
import dns from 'node:dns';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import { fetchGuarded } from './fetch-guarded.ts';
import { mayBeAt } from './permission.ts';

/** A server on this machine; answers with its port, and how often it was reached. */
async function serving(
  t: TestContext,
  listener: RequestListener = (_, response) => void response.end('inside'),
) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    listener(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, asked };
}

const call = (address: string, { internalHosts = [] as string[], within = 2000, body = 'question' } = {}) =>
  fetchGuarded(address, {
    method: 'POST',
    headers: { 'content-type': 'text/plain' },
    body,
    signal: AbortSignal.timeout(within),
    internalHosts,
  });

/** What names lead to, in this test alone. */
function resolveTo(t: TestContext, ...addresses: string[]) {
  const found = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  type Answer = (fault: Error | null, found: unknown) => void;
  t.mock.restoreAll();
  t.mock.method(dns, 'lookup', (_name: string, _options: object, answer: Answer) => answer(null, found));
}

const refused = { code: 'address-not-allowed' };

test('this machine is called by its own names, and answers', async (t) => {
  const { port } = await serving(t, async (request, response) => {
    response.end(`${request.headers['content-type']} ${await text(request)}`);
  });
  for (const host of ['localhost', '127.0.0.1']) {
    const answer = await call(`http://${host}:${port}/`);
    assert.equal(await answer.text(), 'text/plain question');
  }
});

test('a name that was public when it was configured and leads inside now is not called', async (t) => {
  const { port, asked } = await serving(t);
  for (const inside of ['127.0.0.1', '::1', '10.0.0.7', '169.254.169.254', '::ffff:127.0.0.1', '0.0.0.0']) {
    resolveTo(t, inside);
    await assert.rejects(call(`http://hosting.example.com:${port}/`), refused, inside);
    resolveTo(t, '203.0.114.7', inside);
    await assert.rejects(call(`http://hosting.example.com:${port}/`), refused, `public and ${inside}`);
  }
  assert.deepEqual(asked, []);
});

test('a private address written as such is not called', async (t) => {
  const { port, asked } = await serving(t);
  for (const host of ['0.0.0.0', '0', '[::ffff:127.0.0.1]', '[::]', '10.0.0.7', '[fd00::1]', '[fe80::1]']) {
    await assert.rejects(call(`http://${host}:${port}/`), refused, host);
  }
  assert.deepEqual(asked, []);
});

test('a host listed as internal is called wherever it leads', async (t) => {
  const { port } = await serving(t);
  resolveTo(t, '127.0.0.1');
  const named = await call(`http://hosting.internal:${port}/`, { internalHosts: ['hosting.internal'] });
  assert.equal(await named.text(), 'inside');
  const literal = await call(`http://0.0.0.0:${port}/`, { internalHosts: ['0.0.0.0'] });
  assert.equal(await literal.text(), 'inside');
});

test('a name of this machine that leads elsewhere is not called', async (t) => {
  resolveTo(t, '203.0.114.7');
  await assert.rejects(call('http://hosting.localhost:5690/'), refused);
});

test('a redirect is an answer like any other', async (t) => {
  const { port, asked } = await serving(t, (_, response) => {
    response.writeHead(307, { location: '/elsewhere' }).end();
  });
  assert.equal((await call(`http://localhost:${port}/here`)).status, 307);
  assert.deepEqual(asked, ['/here']);
});

test('an answer without a body is one', async (t) => {
  const { port } = await serving(t, (_, response) => void response.writeHead(204).end());
  assert.equal((await call(`http://localhost:${port}/`)).status, 204);
});

test('time runs out before the answer and in the midst of it', async (t) => {
  const never = await serving(t, () => undefined);
  await assert.rejects(call(`http://localhost:${never.port}/`, { within: 100 }), { name: 'TimeoutError' });
  const dripping = await serving(t, (_, response) => void response.write('{'));
  const answer = await call(`http://localhost:${dripping.port}/`, { within: 1500 });
  await assert.rejects(answer.text(), { name: 'TimeoutError' });
});

test('a connection that is closed, or becomes another protocol, is no answer', async (t) => {
  const closing = await serving(t, (request) => void request.socket.destroy());
  await assert.rejects(call(`http://localhost:${closing.port}/`), { code: 'ECONNRESET' });
  const switching = await serving(t, (request) => {
    request.socket.end('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n');
  });
  await assert.rejects(call(`http://localhost:${switching.port}/`));
});

const addresses: [address: string, isPublic: boolean][] = [
  ['8.8.8.8', true],
  ['2606:4700::1', true],
  ['100.64.0.1', false],
  ['172.16.0.1', false],
  ['192.168.0.1', false],
  ['198.18.0.1', false],
  ['224.0.0.1', false],
  ['64:ff9b::a00:1', false],
  ['2002:a00::1', false],
  ['fec0::1', false],
  ['no address', false],
];
for (const [address, isPublic] of addresses) {
  test(`${address} is ${isPublic ? '' : 'not '}the public internet`, () => {
    assert.equal(mayBeAt('hosting.example.com', address, []), isPublic);
  });
}
