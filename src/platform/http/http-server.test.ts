import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { connect, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { minutes } from '../../kernel/index.ts';
import { droppedConnections, startHttpServer } from './index.ts';

/** A server whose answers to `/slow` wait until they are let go, and connections that are kept alive. */
async function served(
  t: TestContext,
  answer?: RequestListener,
  {
    maxConnections,
    ...options
  }: { maxConnections?: number } & NonNullable<Parameters<typeof startHttpServer>[2]> = {},
) {
  const { promise: letGo, resolve: release } = Promise.withResolvers<void>();
  const asked = Promise.withResolvers<void>();
  const server = await startHttpServer(
    answer ??
      (async (request, response) => {
        if (request.url === '/slow') {
          asked.resolve();
          await letGo;
        }
        response.writeHead(200, { 'content-length': '2' });
        response.end('ok');
      }),
    { host: '127.0.0.1', port: 0, ...(maxConnections && { maxConnections }) },
    options,
  );
  t.after(() => server.stop(0));
  const open = async () => {
    const socket = connect(server.port, '127.0.0.1');
    t.after(() => socket.destroy());
    await once(socket, 'connect');
    return socket;
  };
  return { server, open, release, asked: asked.promise };
}

const ask = (socket: Socket, path: string) => socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`);

async function untilIncludes(socket: Socket, end: string): Promise<string> {
  let text = '';
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    text += chunk;
    if (text.endsWith(end)) break;
  }
  return text;
}

async function untilClosed(socket: Socket): Promise<string> {
  let text = '';
  for await (const chunk of socket) text += chunk;
  return text;
}

test('an answer under way when the server stops is given, and then its connection is closed', async (t) => {
  const { server, open, release, asked } = await served(t);
  const socket = await open();
  ask(socket, '/slow');
  await asked;
  let stopped = false;
  const stopping = server.stop(minutes(1)).then(() => {
    stopped = true;
  });
  await new Promise(setImmediate);
  assert.equal(stopped, false);
  release();
  const text = await untilClosed(socket);
  assert.match(text, /^HTTP\/1.1 200 OK\r\n/);
  assert.match(text, /\r\nconnection: close\r\n/i);
  assert.match(text, /ok$/);
  await stopping;
});

test('a connection on which nothing goes on is closed at once, and no new one is taken', async (t) => {
  const { server, open } = await served(t);
  const idle = await open();
  ask(idle, '/');
  await untilIncludes(idle, 'ok');
  await Promise.all([server.stop(minutes(1)), untilClosed(idle)]);
  const refused = connect(server.port, '127.0.0.1');
  const [fault] = await once(refused, 'error').catch((error) => [error]);
  assert.equal(fault.code, 'ECONNREFUSED');
});

test('a request that comes in while the server stops is refused, and told to go elsewhere', async (t) => {
  const { server, open, release, asked } = await served(t);
  const [busy, begun] = await Promise.all([open(), open()]);
  ask(busy, '/slow');
  begun.write('GET /late HTTP/1.1\r\n');
  await asked;
  const stopping = server.stop(minutes(1));
  begun.write('Host: x\r\n\r\n');
  const text = await untilClosed(begun);
  assert.match(text, /^HTTP\/1.1 503 /);
  assert.match(text, /\r\nconnection: close\r\n/i);
  assert.match(text, /\r\nretry-after: 1\r\n/i);
  release();
  await stopping;
});

test('while it drains everybody is answered, and each connection is closed with its answer', async (t) => {
  const { server, open } = await served(t);
  const socket = await open();
  server.drain();
  ask(socket, '/');
  const text = await untilClosed(socket);
  assert.match(text, /^HTTP\/1.1 200 /);
  assert.match(text, /\r\nconnection: close\r\n/i);
  assert.ok(await open());
});

test('whoever takes longer than patience lasts is cut off', async (t) => {
  const { server, open, asked } = await served(t);
  const socket = await open();
  ask(socket, '/slow');
  await asked;
  socket.on('error', () => undefined);
  const closed = once(socket, 'close');
  await server.stop(20);
  await closed;
});

/** Resolves when it is closed, in whichever way. */
function whenClosed(socket: Socket): Promise<void> {
  socket.on('error', () => undefined);
  return new Promise((resolve) => socket.once('close', () => resolve()));
}

test('with as many connections open as may be the next one is closed, and the others are answered', async (t) => {
  const { open } = await served(t, undefined, { maxConnections: 2 });
  const [first, second] = await Promise.all([open(), open()]);
  const further = await open();
  ask(further.resume(), '/');
  await whenClosed(further);
  assert.equal(further.bytesRead, 0);
  for (const socket of [first, second]) {
    ask(socket, '/');
    assert.match(await untilIncludes(socket, 'ok'), /^HTTP\/1.1 200 /);
  }
  await Promise.all([whenClosed(first), first.resume().end()]);
  const later = await open();
  ask(later, '/');
  assert.match(await untilIncludes(later, 'ok'), /^HTTP\/1.1 200 /);
});

test('connections that are closed as they come are counted each, and told to the log once a minute', async (t) => {
  const told: unknown[] = [];
  const log = { warn: (facts: object) => void told.push(facts) };
  let counted = 0;
  const { stop } = droppedConnections.hear(() => {
    counted += 1;
  });
  t.after(stop);
  // Before the server is stopped, which needs the time.
  t.after(() => t.mock.timers.reset());
  const { open } = await served(t, undefined, { maxConnections: 1, log });
  await open();
  t.mock.timers.enable({ apis: ['setTimeout'] });
  for (let further = 0; further < 4; further++) await whenClosed((await open()).resume());
  assert.equal(counted, 4);
  assert.deepEqual(told, [{ dropped: 1, maxConnections: 1 }]);
  t.mock.timers.tick(minutes(1));
  assert.deepEqual(told[1], { dropped: 3, maxConnections: 1 });
  t.mock.timers.tick(minutes(5));
  assert.equal(told.length, 2, 'nothing is told where nothing happened');
  await whenClosed((await open()).resume());
  assert.deepEqual(told[2], { dropped: 1, maxConnections: 1 });
});

test('a head or a body that comes slowly, or nothing at all, keeps its place no longer than it may', async (t) => {
  const reading: RequestListener = (request, response) => {
    request.on('end', () => response.end('ok')).resume();
  };
  const patience = { head: 200, request: 200, answer: minutes(1), lookEvery: 10 };
  const { open } = await served(t, reading, { maxConnections: 3, patience });
  const post = (length: number) => `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${length}\r\n\r\n`;
  const [body, head, silent] = await Promise.all([open(), open(), open()]);
  body.write(post(1000));
  head.write('GET / HTTP/1.1\r\n');
  // However steadily they drip.
  const dripping = setInterval(() => [body, head].map((socket) => socket.write('x')), 10);
  await Promise.all([body, head, silent].map((socket) => whenClosed(socket.resume())));
  clearInterval(dripping);
  for (const next of await Promise.all([open(), open(), open()])) {
    next.write(`${post(1)}x`);
    assert.match(await untilIncludes(next, 'ok'), /^HTTP\/1.1 200 /);
  }
});

test('whoever does not take their answer keeps their place no longer than they may', async (t) => {
  const { promise: isOver, resolve } = Promise.withResolvers<void>();
  const long = Buffer.alloc(64 * 1024 * 1024);
  const answer: RequestListener = (request, response) => {
    if (request.url !== '/long') return response.end('ok');
    return response.once('close', resolve).end(long);
  };
  const patience = { head: minutes(1), request: minutes(1), answer: 50, lookEvery: 10 };
  const { open } = await served(t, answer, { maxConnections: 1, patience });
  ask(await open(), '/long');
  await isOver;
  const next = await open();
  ask(next, '/');
  assert.match(await untilIncludes(next, 'ok'), /^HTTP\/1.1 200 /);
});
