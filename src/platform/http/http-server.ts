import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { seconds } from '../../kernel/index.ts';
import { type Log, silentLog } from '../log/index.ts';
import { boundConnections } from './bound-connections.ts';
import { type PortNeed, whenListening } from './when-listening.ts';

export interface RunningServer {
  /** The port it listens on, also where it was asked for any (0). */
  port: number;
  /** Still answers everybody, and has each connection closed with the next answer: whoever balances load goes elsewhere. */
  drain(): void;
  /**
   * Takes no connection any more, closes those that nothing goes on in, and refuses what still comes in on the others.
   * @param within for how many milliseconds answers under way may go on, before every connection is closed
   */
  stop(within?: number): Promise<void>;
}

export interface ListenSettings {
  host: string;
  port: number;
  /** So many at a time; unbounded without. */
  maxConnections?: number;
}

/** For how long somebody may keep a connection with one request, in milliseconds. */
export interface Patience {
  /** Until its head is there: counted from the opening where nothing comes at all. */
  head: number;
  /** Until all of it is there. */
  request: number;
  /** From its head until the answer has been taken: whoever does not read keeps a place as well as who does not write. */
  answer: number;
  /** How often it is looked who has run out of it. */
  lookEvery: number;
}

const usualPatience: Patience = {
  head: seconds(10),
  request: seconds(30),
  answer: seconds(60),
  // Node would look each half minute: a slow body would have twice its time.
  lookEvery: seconds(5),
};

const PATIENCE_AT_THE_END = 500;

const ours = {
  for: 'Master Account',
  setting: 'another one: PORT for the demo, listen.port in the configuration',
};

/** @throws PortTaken */
export async function startHttpServer(
  listener: RequestListener,
  { host, maxConnections, ...need }: ListenSettings & Partial<PortNeed>,
  { log = silentLog, patience = usualPatience }: { log?: Pick<Log, 'warn'>; patience?: Patience } = {},
): Promise<RunningServer> {
  /** Each with when it was begun. */
  const answering = new Map<ServerResponse, number>();
  let state: 'open' | 'draining' | 'stopping' = 'open';
  const times = {
    headersTimeout: patience.head,
    requestTimeout: patience.request,
    connectionsCheckingInterval: patience.lookEvery,
  };
  const server = createServer(times, (request, response) => {
    if (state === 'stopping') return refuse(response);
    if (state === 'draining') response.setHeader('connection', 'close');
    answering.set(response, performance.now());
    response.once('close', () => answering.delete(response));
    listener(request, response);
  });
  if (maxConnections !== undefined) boundConnections(server, maxConnections, log);
  await whenListening(server, { ...ours, ...need }, () => server.listen(need.port, host));
  const looking = setInterval(() => endSlow(answering, patience.answer), patience.lookEvery).unref();
  server.once('close', () => clearInterval(looking));
  return {
    port: (server.address() as AddressInfo).port,
    drain() {
      state = 'draining';
      closeAfter(answering.keys());
    },
    stop(within = PATIENCE_AT_THE_END) {
      state = 'stopping';
      closeAfter(answering.keys());
      return new Promise((resolve) => {
        const timer = setTimeout(() => server.closeAllConnections(), within);
        // Closes those that nothing goes on in, too.
        server.close(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    },
  };
}

/** Their connections are closed once they are given, but for those whose head is on its way: these are refused the next request. */
function closeAfter(answers: Iterable<ServerResponse>): void {
  for (const answer of answers) if (!answer.headersSent) answer.setHeader('connection', 'close');
}

/** Node bounds how long a request takes to come; nothing but this how long its answer takes to go. */
function endSlow(answering: ReadonlyMap<ServerResponse, number>, within: number): void {
  const begunBefore = performance.now() - within;
  for (const [{ req }, begun] of answering) {
    // In the order of their beginnings.
    if (begun > begunBefore) return;
    req.socket.destroy();
  }
}

/** Somebody else will answer: another node, or this one when it has started again. */
function refuse(response: ServerResponse): void {
  response.writeHead(503, {
    connection: 'close',
    'retry-after': '1',
    'cache-control': 'no-store',
    'content-type': 'text/plain; charset=utf-8',
  });
  response.end('This server is stopping. Try again in a moment.\n');
}
