import type { EventEmitter } from 'node:events';

export interface PortNeed {
  port: number;
  /** Who needs the port, in the words of the message. */
  for: string;
  /** How another port is chosen, as it follows "set". */
  setting: string;
}

/** A port is another program's; the message is a sentence to print as it is. */
export class PortTaken extends Error {
  override name = 'PortTaken';
  readonly port: number;

  constructor({ port, for: purpose, setting }: PortNeed) {
    super(
      `Port ${port}, which ${purpose} needs, is taken by another program. Stop that program, or set ${setting}.`,
    );
    this.port = port;
  }
}

/** Resolves when the server that `begin` sets going listens. @throws PortTaken */
export function whenListening(server: EventEmitter, need: PortNeed, begin: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (fault: NodeJS.ErrnoException) =>
      reject(fault.code === 'EADDRINUSE' ? new PortTaken(need) : fault),
    );
    server.once('listening', resolve);
    begin();
  });
}
