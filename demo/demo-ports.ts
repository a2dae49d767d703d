import { lumenServices } from './lumen.ts';

/** Where the demo listens, all on loopback. The four services take the four ports after `demo`. */
export interface DemoPorts {
  /** The start page. */
  demo: number;
  /** The mailbox's pages and its JSON. */
  mailbox: number;
  smtp: number;
}

export const portOfService = (ports: DemoPorts, serviceId: string): number =>
  ports.demo + 1 + lumenServices.findIndex(({ id }) => id === serviceId);

export const localAddress = (port: number): string => `http://localhost:${port}`;
