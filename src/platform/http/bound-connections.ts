import type { Server } from 'node:http';
import { minutes } from '../../kernel/index.ts';
import type { Log } from '../log/index.ts';
import { measuring } from '../metrics/index.ts';

/** A connection was closed as it came, because as many as may be were open. */
export const droppedConnections = measuring<Record<string, never>>('connection dropped');

/**
 * Takes no more than so many connections at a time; each further one is closed before a byte of it is read, which costs
 * next to nothing. Whoever sends slowly takes places then, not memory.
 */
export function boundConnections(server: Server, most: number, log: Pick<Log, 'warn'>): void {
  server.maxConnections = most;
  let dropped = 0;
  let silence: NodeJS.Timeout | undefined;
  const say = (): void => {
    silence = undefined;
    if (dropped === 0) return;
    log.warn(
      { dropped, maxConnections: most },
      'Connections were closed as they came: listen.maxConnections are open.',
    );
    dropped = 0;
    // A flood must not flood the log as well.
    silence = setTimeout(say, minutes(1)).unref();
  };
  server.on('drop', () => {
    dropped += 1;
    droppedConnections.tell({});
    if (!silence) say();
  });
}
