import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import type { Db } from '../../src/platform/database/index.ts';
import { eachDatabase, freshDatabase } from '../support/databases.ts';
import { postgresMissing } from '../support/postgres.ts';

/** `links.accountId text not null`, for every column of the product. */
async function columnsOf(db: Db): Promise<string[]> {
  const tables = (await db.introspection.getTables()).filter((table) => !table.isView);
  return tables
    .flatMap((table) =>
      table.columns.map((column) => {
        const type = column.dataType.toLowerCase().replace('int8', 'bigint').replace('int4', 'integer');
        return `${table.name}.${column.name} ${type}${column.isNullable ? '' : ' not null'}`;
      }),
    )
    .sort();
}

test('both databases have the same tables, with the same columns', {
  skip: postgresMissing() ?? false,
}, async (t) => {
  const sqlite = await freshDatabase('sqlite', t);
  const postgres = await freshDatabase('postgres', t);
  // Kysely's own two tables are written by it for each database in its own way.
  const ours = async (db: Db) => (await columnsOf(db)).filter((column) => !column.startsWith('migrations'));
  assert.deepEqual(await ours(sqlite.db), await ours(postgres.db));
});

eachDatabase('every column is text or a whole number, and every table has a key', async ({ db, kind }) => {
  const columns = (await columnsOf(db)).filter((column) => !column.startsWith('migrations'));
  assert.ok(columns.length > 50);
  assert.deepEqual(
    columns.filter((column) => !/ (text|bigint|integer)( not null)?$/.test(column)),
    [],
  );
  const names = new Set(columns.map((column) => column.split('.')[0] ?? ''));
  const keyed = await (kind === 'sqlite' ? keyedInSqlite : keyedInPostgres)(db);
  assert.deepEqual(
    [...names].filter((name) => !keyed.has(name)),
    [],
  );
});

async function keyedInSqlite(db: Db): Promise<Set<string>> {
  const { rows } = await sql<{ name: string }>`
    select m.name from sqlite_master m join pragma_table_info(m.name) c where c.pk > 0`.execute(db);
  return new Set(rows.map((row) => row.name));
}

async function keyedInPostgres(db: Db): Promise<Set<string>> {
  const { rows } = await sql<{ name: string }>`
    select table_name as name from information_schema.table_constraints where constraint_type = 'PRIMARY KEY'`.execute(
    db,
  );
  return new Set(rows.map((row) => row.name));
}
