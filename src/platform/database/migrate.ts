import type { Kysely } from 'kysely';
import { type MigrationProvider, Migrator } from 'kysely/migration';
import { type DatabaseAddress, type Db, openDatabase } from './open-database.ts';

/** One step forward of the tables. Names sort in the order in which they run: `0007-links`. */
export interface Migration {
  name: string;
  up(db: Kysely<unknown>): Promise<void>;
}

/**
 * Brings the tables forward to the newest migration, under a lock, so that nodes may start together.
 * @throws the fault of the migration that failed; nothing of it is kept
 */
export async function migrate(db: Db, migrations: readonly Migration[]): Promise<void> {
  const provider: MigrationProvider = {
    getMigrations: async () => Object.fromEntries(migrations.map(({ name, up }) => [name, { up }])),
  };
  const migrator = new Migrator({
    db,
    provider,
    migrationTableName: 'migrations',
    migrationLockTableName: 'migrationsLock',
    allowUnorderedMigrations: true,
  });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}

/**
 * The same for a database that is open already as `db`. On PostgreSQL by a connection of its own, which waits as long
 * as migrations take.
 */
export async function migrateAt(
  { url }: Pick<DatabaseAddress, 'url'>,
  db: Db,
  migrations: readonly Migration[],
): Promise<void> {
  if (!url) return migrate(db, migrations);
  const patient = openDatabase({ url, patient: true });
  try {
    await migrate(patient.db, migrations);
  } finally {
    await patient.close();
  }
}
