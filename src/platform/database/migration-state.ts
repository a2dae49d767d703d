import { sql } from 'kysely';
import type { Migration } from './migrate.ts';
import type { Db } from './open-database.ts';

export interface MigrationState {
  /** Ours that have not run there yet. */
  pending: string[];
  /** That have run there and that we do not know: a newer program has been there. */
  unknown: string[];
}

/** How the tables of a database stand to the migrations of this program. @throws where it has no tables at all */
export async function migrationState(db: Db, migrations: readonly Migration[]): Promise<MigrationState> {
  const { rows } = await sql<{ name: string }>`select name from migrations`.execute(db);
  const done = new Set(rows.map(({ name }) => name));
  const known = new Set(migrations.map(({ name }) => name));
  return {
    pending: [...known].filter((name) => !done.has(name)).sort(),
    unknown: [...done].filter((name) => !known.has(name)).sort(),
  };
}
