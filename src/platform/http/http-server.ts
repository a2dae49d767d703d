import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The port is another process's. */
export class PortTaken extends Error {
  override name = 'PortTaken';
  readonly port: number;
  constructor(port: number) {
    super(
      `Port ${port} is taken by another program. Stop that program, or set another port: PORT for the demo, listen.port in the configuration.`,
    );
    this.port = port;
  }
}

export interface RunningServer {
  /** The port it listens on, also where it was asked for any (0). */
  port: number;
  /** Lets answers under way finish for half a second, then closes every connection. */
  stop(): Promise<void>;
}

const PATIENCE = 500;

/** @throws PortTaken */
export async function startHttpServer(
  listener: RequestListener,
  { host, port }: { host: string; port: number },
): Promise<RunningServer> {
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, listener);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (fault: NodeJS.ErrnoException) =>
      reject(fault.code === 'EADDRINUSE' ? new PortTaken(port) : fault),
    );
    server.listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        const timer = setTimeout(() => server.closeAllConnections(), PATIENCE);
        server.close(() => {
          clearTimeout(timer);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}
