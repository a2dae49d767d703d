// The pool of connections to PostgreSQL: nobody waits for ever.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { test } from 'node:test';
import { sql } from 'kysely';
import { seconds } from '../../src/kernel/index.ts';
import { isOutage, openDatabase } from '../../src/platform/database/index.ts';
import { onDatabase } from '../support/databases.ts';

const empty = { migrations: [], altersTables: true };
const turn = () => new Promise((resolve) => setImmediate(resolve));

onDatabase(
  'postgres',
  'a statement or a lock that takes too long is ended by the database, as is a transaction that is left open',
  async ({ db }) => {
    const limits = await sql<{ name: string; setting: string }>`
      select name, setting from pg_settings
      where name in ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout')
      order by name`.execute(db);
    assert.deepEqual(
      limits.rows.map(({ setting }) => setting),
      [10, 5, 10].map((limit) => String(seconds(limit))),
    );
  },
  empty,
);

onDatabase(
  'postgres',
  'a connection that breaks while nobody uses it is told of, and replaced',
  async ({ db, address }) => {
    const broken = Promise.withResolvers<Error>();
    const { db: watched, close } = openDatabase({ ...address, onBroken: broken.resolve });
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(watched);
    await sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(db);
    assert.match((await broken.promise).message, /terminating connection/);
    await sql`select 1`.execute(watched);
    await close();
  },
  empty,
);

onDatabase(
  'postgres',
  'a connection that breaks in the middle of a transaction is an outage for whoever is in it, and ends nothing else',
  async ({ db }) => {
    const lost = db.transaction().execute(async (trx) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx);
      await sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(db);
      // Nobody waits for an answer on it at that moment.
      await sql`select pg_sleep(0.2)`.execute(db);
      await sql`select 1`.execute(trx);
    });
    await assert.rejects(lost, isOutage);
    await sql`select 1`.execute(db);
  },
  empty,
);

onDatabase(
  'postgres',
  'a server that falls silent in the middle of a statement is given up after twelve seconds',
  async ({ db }, t) => {
    await sql`select 1`.execute(db);
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const asked = assert.rejects(sql`select pg_sleep(5)`.execute(db), isOutage);
    // On its way: the pool hands out a connection in a later turn of the event loop.
    for (let turns = 0; turns < 20; turns++) await turn();
    t.mock.timers.tick(seconds(12));
    await asked;
    await sql`select 1`.execute(db);
  },
  empty,
);

test('a database that takes the connection and says nothing is given up after five seconds', async (t) => {
  const sockets: Socket[] = [];
  const silent = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    silent.close();
  });
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { port } = silent.address() as AddressInfo;
  const { db } = openDatabase({ url: `postgres://postgres@127.0.0.1:${port}/postgres` });
  const asked = sql`select 1`.execute(db);
  const refused = assert.rejects(asked, /timeout/i);
  while (sockets.length === 0) await turn();
  t.mock.timers.tick(seconds(5));
  await refused;
});
