// The connections to PostgreSQL: nobody waits for ever, and reads share a few.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { test } from 'node:test';
import { type Kysely, sql } from 'kysely';
import pg from 'pg';
import { seconds } from '../../src/kernel/index.ts';
import { type Db, isOutage, keepQuery, openDatabase } from '../../src/platform/database/index.ts';
import { ReadLine } from '../../src/platform/database/postgres/read-line.ts';
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

const pidOf = async (db: Db): Promise<number> => {
  const { pid } = await db.selectNoFrom(sql<number>`pg_backend_pid()`.as('pid')).executeTakeFirstOrThrow();
  return pid;
};

onDatabase(
  'postgres',
  'reads that are asked for together go together, and each has its own answer',
  async ({ db }) => {
    const read = (value: number) =>
      db
        .selectNoFrom([sql<number>`${value}::int`.as('value'), sql<number>`pg_backend_pid()`.as('pid')])
        .executeTakeFirstOrThrow();
    await read(0);
    const rows = await Promise.all(Array.from({ length: 12 }, (_, value) => read(value)));
    assert.deepEqual(
      rows.map(({ value }) => value),
      rows.map((_, index) => index),
    );
    assert.equal(new Set(rows.map(({ pid }) => pid)).size, 1);
  },
  empty,
);

onDatabase(
  'postgres',
  'a reading that fails spoils none of those that went with it',
  async ({ db }) => {
    const one = () => db.selectNoFrom(sql<number>`1`.as('one')).executeTakeFirstOrThrow();
    const wrong = db.selectNoFrom(sql`1 / ${0}::int`.as('none')).execute();
    const [before, failed, after] = await Promise.allSettled([one(), wrong, one()]);
    assert.equal(failed.status, 'rejected');
    assert.equal((failed.reason as { code?: string }).code, '22012');
    for (const each of [before, after])
      assert.deepEqual(each.status === 'fulfilled' && each.value, { one: 1 });
  },
  empty,
);

onDatabase(
  'postgres',
  'a reading in a transaction sees what the transaction has written, and one beside it does not',
  async ({ db }) => {
    await sql`create table boats (name text)`.execute(db);
    const boats = db as unknown as Kysely<{ boats: { name: string } }>;
    await boats.transaction().execute(async (trx) => {
      await trx.insertInto('boats').values({ name: 'Ada' }).execute();
      assert.deepEqual(await trx.selectFrom('boats').selectAll().execute(), [{ name: 'Ada' }]);
      assert.deepEqual(await boats.selectFrom('boats').selectAll().execute(), []);
    });
    assert.deepEqual(await boats.selectFrom('boats').selectAll().execute(), [{ name: 'Ada' }]);
  },
  empty,
);

onDatabase(
  'postgres',
  'a statement that is kept goes on when a newer node has changed the columns of its table',
  async ({ db }) => {
    await sql`create table ships (name text)`.execute(db);
    await sql`insert into ships values ('Ada')`.execute(db);
    const ships = keepQuery((kept, { name }: { name: string }) =>
      (kept as unknown as Kysely<{ ships: { name: string } }>)
        .selectFrom('ships')
        .selectAll()
        .where('name', '=', name),
    );
    const read = () => Promise.all([ships(db, { name: 'Ada' }), ships(db, { name: 'Ada' })]);
    for (const { rows } of await read()) assert.deepEqual(rows, [{ name: 'Ada' }]);
    await sql`alter table ships add column mast text default 'oak'`.execute(db);
    for (const { rows } of await read()) assert.deepEqual(rows, [{ name: 'Ada', mast: 'oak' }]);
  },
  empty,
);

onDatabase(
  'postgres',
  'a shared connection that breaks is told of while nobody uses it, is an outage for those who do, and is replaced',
  async ({ db, address }) => {
    const broken = Promise.withResolvers<Error>();
    const { db: watched, close } = openDatabase({ ...address, onBroken: broken.resolve });
    const end = async (pid: number) => sql`select pg_terminate_backend(${pid})`.execute(db);
    await end(await pidOf(watched));
    assert.match((await broken.promise).message, /terminating connection/);
    const pid = await pidOf(watched);
    const asleep = watched.selectNoFrom(sql`pg_sleep(30)`.as('slept')).execute();
    const behind = pidOf(watched);
    const asked = Promise.all([assert.rejects(asleep, isOutage), assert.rejects(behind, isOutage)]);
    await end(pid);
    await asked;
    assert.notEqual(await pidOf(watched), pid);
    await close();
  },
  empty,
);

onDatabase(
  'postgres',
  'where the server falls silent, all whose readings wait on one connection are told after twelve seconds',
  async ({ db }, t) => {
    await pidOf(db);
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const asleep = db.selectNoFrom(sql`pg_sleep(5)`.as('slept')).execute();
    const asked = Promise.all([assert.rejects(asleep, isOutage), assert.rejects(pidOf(db), isOutage)]);
    for (let turns = 0; turns < 20; turns++) await turn();
    t.mock.timers.tick(seconds(12));
    await asked;
    await pidOf(db);
  },
  empty,
);

onDatabase(
  'postgres',
  'a connection in the place of one that fell silent is given up like that one, also where somebody always waits',
  async ({ db, address }, t) => {
    const clients: pg.Client[] = [];
    const connect = () => {
      const client = new pg.Client({ connectionString: 'url' in address ? address.url : '', pipeline: true });
      clients.push(client);
      return client;
    };
    const line = new ReadLine(connect, () => undefined);
    await line.read('select 1', []);
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const asleep = () => assert.rejects(line.read('select pg_sleep(5)', []), isOutage);
    const first = asleep();
    // Asked for before whoever waits is told.
    const { promise: second, resolve } = Promise.withResolvers<unknown>();
    clients[0]?.once('error', () => resolve(asleep()));
    while ((await sleeping(db)) < 1) await turn();
    t.mock.timers.tick(seconds(12));
    await first;
    while ((await sleeping(db)) < 2) await turn();
    t.mock.timers.tick(seconds(12));
    await second;
    assert.equal(clients.length, 2);
  },
  empty,
);

/** How many sleep at the server, which does not notice that somebody has gone. */
async function sleeping(db: Db): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'`.execute(
    db,
  );
  return rows[0]?.n ?? 0;
}

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
