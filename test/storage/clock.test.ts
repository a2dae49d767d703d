import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { hours, minutes } from '../../src/kernel/index.ts';
import { type Db, followDatabaseClock } from '../../src/platform/database/index.ts';
import { onDatabase } from '../support/databases.ts';

const empty = { migrations: [], altersTables: true };

/** Puts the database's clock ahead, for connections made from now on. */
async function putAhead(db: Db, duration: number): Promise<void> {
  await sql`
    create or replace function public.clock_timestamp() returns timestamptz language sql as
    ${sql.raw(`$$ select pg_catalog.clock_timestamp() + interval '${duration} milliseconds' $$`)}`.execute(
    db,
  );
  await sql`
    do $$ begin
      execute format('alter database %I set search_path = public, pg_catalog', current_database());
    end $$`.execute(db);
}

const isAbout = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) < 5000, `${actual} is about ${expected}`);

onDatabase(
  'postgres',
  "a node's clock follows the database's, not its own",
  async ({ db, open }) => {
    await putAhead(db, hours(2));
    const clock = await followDatabaseClock(open());
    isAbout(clock.now(), Date.now() + hours(2));
    clock.stop();
  },
  empty,
);

onDatabase(
  'postgres',
  'the offset is learned again each minute',
  async ({ db, open }, t) => {
    await putAhead(db, hours(2));
    t.mock.timers.enable({ apis: ['setInterval'] });
    const clock = await followDatabaseClock(open());
    await putAhead(db, hours(3));
    t.mock.timers.tick(minutes(1));
    await sql`select pg_sleep(0.2)`.execute(db);
    isAbout(clock.now(), Date.now() + hours(3));
    clock.stop();
  },
  empty,
);

onDatabase(
  'postgres',
  'a database that does not answer leaves the last offset standing',
  async ({ db, open }, t) => {
    await putAhead(db, hours(2));
    t.mock.timers.enable({ apis: ['setInterval'] });
    const clock = await followDatabaseClock(open());
    await sql`
    create or replace function public.clock_timestamp() returns timestamptz language plpgsql as
    $$ begin raise 'The clock stopped.'; end $$`.execute(db);
    t.mock.timers.tick(minutes(1));
    await sql`select pg_sleep(0.2)`.execute(db);
    isAbout(clock.now(), Date.now() + hours(2));
    clock.stop();
  },
  empty,
);

onDatabase(
  'postgres',
  'somebody who sets the time of day of a node does not move its clock',
  async ({ db }, t) => {
    const clock = await followDatabaseClock(db);
    const before = Date.now();
    t.mock.timers.enable({ apis: ['Date'], now: before + hours(1) });
    isAbout(clock.now(), before);
    clock.stop();
  },
  empty,
);
