import { lumenServices } from './lumen.ts';

/** Where the demo listens, all on loopback. The four services take the four ports after `demo`. */
export interface DemoPorts {
  /** The start page. */
  demo: number;
  /** The mailbox's pages and its JSON. */
  mailbox: number;
  smtp: number;
  /** Where Master Account takes bounces in; the mailbox sends some. */
  bounces: number;
}

export const portOfService = (ports: DemoPorts, serviceId: string): number =>
  ports.demo + 1 + lumenServices.findIndex(({ id }) => id === serviceId);

/**
 * Two parts of the demo that want the same port, as a sentence; undefined where all differ.
 * @param main where Master Account itself listens
 */
export function clashOf(main: number, ports: DemoPorts): string | undefined {
  const wanted: [variable: string, port: number][] = [
    ['PORT', main],
    ...[0, 1, 2, 3, 4].map((offset): [string, number] => ['DEMO_PORT', ports.demo + offset]),
    ['MAILBOX_PORT', ports.mailbox],
    ['SMTP_PORT', ports.smtp],
    ['BOUNCE_PORT', ports.bounces],
  ];
  for (const [index, [variable, port]] of wanted.entries()) {
    const other = wanted.slice(0, index).find(([, taken]) => taken === port);
    if (other) {
      return `${other[0]} and ${variable} both lead to port ${port} (the services take the four ports after DEMO_PORT). Set one of them to another port.`;
    }
  }
  return undefined;
}

export const localAddress = (port: number): string => `http://localhost:${port}`;
