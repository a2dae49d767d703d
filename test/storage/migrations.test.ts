import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { type Db, type Migration, migrate } from '../../src/platform/database/index.ts';
import { eachDatabase } from '../support/databases.ts';

const boats: Migration = {
  name: '0001-boats',
  async up(db) {
    await db.schema
      .createTable('boats')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .execute();
    // Not repeatable: a second run of it would fail.
    await db.schema.createIndex('boatsById').on('boats').column('id').execute();
  },
};
const sails: Migration = {
  name: '0002-sails',
  async up(db) {
    await db.schema
      .alterTable('boats')
      .addColumn('sails', 'bigint', (column) => column.defaultTo(2))
      .execute();
  },
};
const leaks: Migration = {
  name: '0003-leaks',
  async up(db) {
    await db.schema.createTable('leaks').addColumn('id', 'text').execute();
    throw new Error('The migration sprang a leak.');
  },
};
const empty = { migrations: [], altersTables: true };

const tablesOf = async (db: Db) => (await db.introspection.getTables()).map((table) => table.name);
const insertBoat = (db: Db, id: string) => sql`insert into "boats" ("id") values (${id})`.execute(db);

eachDatabase(
  'a database that is behind is brought forward and keeps its rows',
  async ({ db }) => {
    await migrate(db, [boats]);
    await insertBoat(db, 'Argo');
    await migrate(db, [boats, sails]);
    const { rows } = await sql`select "id", "sails" from "boats"`.execute(db);
    assert.deepEqual(
      rows.map((row) => ({ ...(row as object) })),
      [{ id: 'Argo', sails: 2 }],
    );
  },
  empty,
);

eachDatabase(
  'migrating a database that is up to date changes nothing',
  async ({ db, open }) => {
    await migrate(db, [boats, sails]);
    await insertBoat(db, 'Argo');
    await migrate(open(), [boats, sails]);
    const { rows } = await sql`select "id" from "boats"`.execute(db);
    assert.equal(rows.length, 1);
  },
  empty,
);

eachDatabase(
  'nodes that start at the same time migrate the database once',
  async ({ db, open }) => {
    await Promise.all([db, open(), open(), open()].map((node) => migrate(node, [boats, sails])));
    await insertBoat(db, 'Argo');
    assert.ok((await tablesOf(db)).includes('boats'));
  },
  empty,
);

eachDatabase(
  'a migration that fails is told and leaves nothing of itself',
  async ({ db }) => {
    await assert.rejects(migrate(db, [boats, leaks]), /sprang a leak/);
    assert.ok(!(await tablesOf(db)).includes('leaks'));
  },
  empty,
);

eachDatabase(
  'a failed migration runs again at the next start',
  async ({ db, open }) => {
    await assert.rejects(migrate(db, [boats, leaks]), /sprang a leak/);
    await migrate(open(), [boats, { ...leaks, up: sails.up }]);
    await insertBoat(db, 'Argo');
    const { rows } = await sql<{ sails: number }>`select "sails" from "boats"`.execute(db);
    assert.equal(rows[0]?.sails, 2);
  },
  empty,
);
