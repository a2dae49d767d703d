import { minutes } from '../../kernel/index.ts';
import type { Connection } from './connection.ts';

/** Connections to one relay that are kept for the next mail. */
export interface Pool {
  /** One that nobody else uses: it waits for one where there are as many as there may be. */
  take(which?: { isNew: boolean }): Promise<Connection>;
  /** Gives it back after a mail, however that went. */
  giveBack(connection: Connection): void;
  /** Ends those that nobody uses, and the others once they are given back. */
  close(): void;
}

/** Below the five minutes after which relays may end it (RFC 5321, 4.5.3.2): then it is not ended amid a mail. */
const KEPT_FOR = minutes(4);

/** @param open makes one that has not connected yet, and tells when it has ended */
export function openPool(most: number, open: (ended: () => void) => Connection): Pool {
  const idle = new Map<Connection, NodeJS.Timeout>();
  const waiting: (() => void)[] = [];
  /** In use and idle. */
  let count = 0;
  let isClosed = false;

  const forget = (connection: Connection) => {
    clearTimeout(idle.get(connection));
    return idle.delete(connection);
  };
  const leave = (connection: Connection, how: 'end' | 'quit') => {
    count -= 1;
    connection[how]();
    waiting.shift()?.();
  };
  const keep = (connection: Connection) => {
    const lapses = () => void (forget(connection) && leave(connection, 'quit'));
    idle.set(connection, setTimeout(lapses, KEPT_FOR).unref());
    waiting.shift()?.();
  };
  const openNew = (): Connection => {
    count += 1;
    // One that has ended while nobody used it is no longer there to be used.
    const connection = open(() => void (forget(connection) && leave(connection, 'end')));
    return connection;
  };

  return {
    async take({ isNew } = { isNew: false }) {
      while (idle.size === 0 && count >= most) await new Promise<void>((resolve) => waiting.push(resolve));
      const [kept] = idle.keys();
      if (!kept) return openNew();
      forget(kept);
      if (!isNew) return kept;
      leave(kept, 'end');
      return openNew();
    },
    giveBack(connection) {
      // Not before the library has done with the answer.
      setImmediate(async () => {
        if ((await connection.renew()) && !isClosed) keep(connection);
        else leave(connection, 'end');
      });
    },
    close() {
      isClosed = true;
      for (const connection of idle.keys()) {
        forget(connection);
        leave(connection, 'end');
      }
    },
  };
}
