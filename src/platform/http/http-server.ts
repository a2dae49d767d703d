import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type PortNeed, whenListening } from './when-listening.ts';

export interface RunningServer {
  /** The port it listens on, also where it was asked for any (0). */
  port: number;
  /** Lets answers under way finish for half a second, then closes every connection. */
  stop(): Promise<void>;
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
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, listener);
  await whenListening(server, { ...ours, ...need }, () => server.listen(need.port, host));
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
