import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
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

const PATIENCE = 500;

const ours = {
  for: 'Master Account',
  setting: 'another one: PORT for the demo, listen.port in the configuration',
};

/** @throws PortTaken */
export async function startHttpServer(
  listener: RequestListener,
  { host, ...need }: { host: string; port: number } & Partial<PortNeed>,
): Promise<RunningServer> {
  const answering = new Set<ServerResponse>();
  let state: 'open' | 'draining' | 'stopping' = 'open';
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, (request, response) => {
    if (state === 'stopping') return refuse(response);
    if (state === 'draining') response.setHeader('connection', 'close');
    answering.add(response);
    response.once('close', () => answering.delete(response));
    listener(request, response);
  });
  await whenListening(server, { ...ours, ...need }, () => server.listen(need.port, host));
  return {
    port: (server.address() as AddressInfo).port,
    drain() {
      state = 'draining';
      closeAfter(answering);
    },
    stop(within = PATIENCE) {
      state = 'stopping';
      closeAfter(answering);
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
