import { request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import { type PortNeed, startHttpServer } from '../../src/platform/http/index.ts';
import { loopback, type Running } from '../listen.ts';

/** How often each node is asked whether it is ready. */
const LOOK_EVERY = 200;

/**
 * A small round-robin, as a load balancer is in real life: each request goes to the next node, whoever it is from. A node
 * that is not ready or takes no connection is passed over; what has reached a node is not sent to another one, because it
 * may be done.
 * @param ports where the nodes listen, all on this machine
 * @throws PortTaken
 */
export async function startBalancer(ports: readonly number[], need: PortNeed): Promise<Running> {
  const ready = new Set(ports);
  const look = async (port: number): Promise<void> => {
    if (await isReady(port)) ready.add(port);
    else ready.delete(port);
  };
  const looking = setInterval(() => ports.forEach(look), LOOK_EVERY);
  let turn = 0;
  const server = await startHttpServer(
    (request, response) => {
      const first = turn++;
      const inTurn = ports.map((_, offset) => ports[(first + offset) % ports.length] as number);
      // Those that are not ready come last: without the database none is, and each says so better than we could.
      passOn(request, response, [
        ...inTurn.filter((port) => ready.has(port)),
        ...inTurn.filter((port) => !ready.has(port)),
      ]);
    },
    { host: loopback, ...need },
  ).catch((fault) => {
    clearInterval(looking);
    throw fault;
  });
  return {
    stop() {
      clearInterval(looking);
      return server.stop();
    },
  };
}

function isReady(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const asked = ask({ host: loopback, port, path: '/health/ready', agent: false, timeout: 2000 });
  asked.once('response', (answer) => {
    answer.resume();
    resolve(answer.statusCode === 200);
  });
  asked.once('timeout', () => asked.destroy());
  asked.once('error', () => resolve(false));
  asked.end();
  return promise;
}

function passOn(
  request: IncomingMessage,
  response: ServerResponse,
  [port, ...others]: readonly number[],
): void {
  if (port === undefined) {
    response.writeHead(503, { 'retry-after': '1', 'content-type': 'text/plain' });
    response.end('No node answers. Try again in a moment.\n');
    return;
  }
  let connected = false;
  const { method, url, headers, socket } = request;
  const passed = ask({
    host: loopback,
    port,
    method,
    path: url,
    // A connection for each: none is kept that a node may close just then.
    agent: false,
    headers: {
      ...headers,
      connection: 'close',
      'x-forwarded-for': forwardedFor(request, socket.remoteAddress),
    },
  });
  passed.once('socket', (to) =>
    to.once('connect', () => {
      connected = true;
      request.pipe(passed);
    }),
  );
  passed.once('response', (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  passed.once('error', () => {
    if (response.destroyed) return;
    if (!connected) return passOn(request, response, others);
    if (!response.headersSent) response.writeHead(502);
    response.end();
  });
  response.once('close', () => passed.destroy());
}

const forwardedFor = ({ headers }: IncomingMessage, address = ''): string =>
  [headers['x-forwarded-for'], address].flat().filter(Boolean).join(', ');
