import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import type { Hono } from 'hono';

/** Something that is running and can be told to stop. */
export interface Running {
  stop(): Promise<void>;
}

/** A port that the demo needs is in use; the message is a sentence to print as it is. */
export class PortTaken extends Error {
  readonly code = 'port-taken';
  readonly port: number;
  /** The environment variable that chooses another port. */
  readonly variable: string;

  constructor({ port, variable, for: purpose }: PortNeed) {
    super(
      `Port ${port}, which ${purpose} needs, is taken by another program. Stop that program, or set ${variable} to a free port.`,
    );
    this.port = port;
    this.variable = variable;
  }
}

export interface PortNeed {
  port: number;
  variable: string;
  /** Who needs the port, in the words of the message. */
  for: string;
}

/** Only this machine can connect: what the demo shows and accepts is nothing for a network. */
export const loopback = '127.0.0.1';

/** Serves `app` on loopback. @throws PortTaken */
export async function listen(app: Hono, need: PortNeed): Promise<Running> {
  const server = createAdaptorServer({ fetch: app.fetch }) as Server;
  await whenListening(server, need, () => server.listen(need.port, loopback));
  return {
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Resolves when the server that `begin` sets going listens. @throws PortTaken */
export function whenListening(
  server: {
    once(event: 'error', act: (error: Error) => void): unknown;
    once(event: 'listening', act: () => void): unknown;
  },
  need: PortNeed,
  begin: () => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) =>
      reject((error as NodeJS.ErrnoException).code === 'EADDRINUSE' ? new PortTaken(need) : error),
    );
    server.once('listening', () => resolve());
    begin();
  });
}
