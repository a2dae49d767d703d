import type { Socket } from 'node:net';
import type { ClientBase } from 'pg';
import { seconds } from '../../../kernel/index.ts';
import { Outage } from '../outage.ts';

/**
 * Nobody waits for ever: not for a connection, not for a statement or a lock, not for whoever left a transaction
 * open. The server keeps these limits itself, as long as it is well; `giveUpSilent` is for when it is not.
 */
export const LIMITS = {
  connectionTimeoutMillis: seconds(5),
  statement_timeout: seconds(10),
  lock_timeout: seconds(5),
  idle_in_transaction_session_timeout: seconds(10),
};

/** Migrations rewrite whole tables, and nodes that start together wait for the one that does it. */
export const LIMITS_OF_MIGRATIONS = { connectionTimeoutMillis: LIMITS.connectionTimeoutMillis };

/** Longer than the server itself lets a statement go on, so that a server which is well speaks first. */
export const SILENCE = LIMITS.statement_timeout + seconds(2);
export const SILENT = 'The database did not answer in time, so the connection to it was given up.';

/** What the connection runs over; `pg` tells nobody. */
export const streamOf = (client: ClientBase): Socket =>
  (client as unknown as { connection: { stream: Socket } }).connection.stream;

/**
 * A server that hangs keeps its connections open and answers nothing, and no limit of its own ends that: a connection
 * whose statement is answered by nothing is closed, and whoever waits on it told.
 */
export function giveUpSilent(client: ClientBase): void {
  const stream = streamOf(client);
  const query = client.query.bind(client) as (...asked: unknown[]) => unknown;
  client.query = ((...asked: unknown[]) => {
    const answer = query(...asked);
    if (!(answer instanceof Promise)) return answer;
    const silent = setTimeout(() => stream.destroy(new Outage(SILENT)), SILENCE);
    const spoken = () => clearTimeout(silent);
    answer.then(spoken, spoken);
    return answer;
  }) as typeof client.query;
}
