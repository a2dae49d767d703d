// A table for the tests of the database itself, which knows none of the product's.
import { sql } from 'kysely';
import type { Db, Migration } from '../../src/platform/database/index.ts';

declare module '../../src/platform/database/tables.ts' {
  interface Tables {
    boats: BoatsTable;
  }
}

interface BoatsTable {
  id: string;
  launchedAt: number | null;
  /** The boat that carries it. */
  carrier: string | null;
}

export const boats: Migration = {
  name: '0001-boats',
  async up(db) {
    await db.schema
      .createTable('boats')
      .addColumn('id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('launchedAt', 'bigint')
      .addColumn('carrier', 'text')
      // Checked at commit only: the way to make a commit fail.
      .addForeignKeyConstraint('carrierExists', ['carrier'], 'boats', ['id'], (constraint) =>
        constraint.deferrable().initiallyDeferred(),
      )
      .execute();
  },
};

export const withBoats = { migrations: [boats] };

export const insertBoat = (db: Db, id: string, carrier: string | null = null) =>
  db.insertInto('boats').values({ id, launchedAt: null, carrier }).execute();

/** Of two that launch the same boat, one wins. */
export async function launchBoat(db: Db, id: string, launchedAt: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('boats')
    .set({ launchedAt })
    .where('id', '=', id)
    .where('launchedAt', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

export async function boatIds(db: Db): Promise<string[]> {
  const rows = await db.selectFrom('boats').select('id').orderBy('id').execute();
  return rows.map((row) => row.id);
}

export const failingStatement = (db: Db) => sql`insert into "boats" ("id") values (null)`.execute(db);
