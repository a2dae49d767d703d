import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { connect, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { minutes } from '../../kernel/index.ts';
import { startHttpServer } from './index.ts';

/** A server whose answers to `/slow` wait until they are let go, and connections that are kept alive. */
async function served(t: TestContext, answer?: RequestListener) {
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
    { host: '127.0.0.1', port: 0 },
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
