import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import { type PortNeed, startHttpServer } from '../src/platform/http/index.ts';

/** Something that is running and can be told to stop. */
export interface Running {
  stop(): Promise<void>;
}

/** Only this machine can connect: what the demo shows and accepts is nothing for a network. */
export const loopback = '127.0.0.1';

/** A port of the demo, which an environment variable moves elsewhere. */
export const portNeed = (port: number, variable: string, purpose: string): PortNeed => ({
  port,
  for: purpose,
  setting: `${variable} to a free port`,
});

/** Serves `app` on loopback. @throws PortTaken */
export const listen = (app: Hono, need: PortNeed): Promise<Running> =>
  startHttpServer(getRequestListener(app.fetch), { host: loopback, ...need });
