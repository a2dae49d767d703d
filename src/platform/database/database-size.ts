import { sql } from 'kysely';
import type { Db } from './open-database.ts';

/** Bytes that the database takes, its indexes with it; on the embedded one without what is in the write-ahead log. */
export async function databaseSize({ db, kind }: { db: Db; kind: 'sqlite' | 'postgres' }): Promise<number> {
  const asked =
    kind === 'sqlite'
      ? sql<{
          size: number;
        }>`select page_count * page_size as size from pragma_page_count(), pragma_page_size()`
      : sql<{ size: number }>`select pg_database_size(current_database()) as size`;
  const { rows } = await asked.execute(db);
  return Number(rows[0]?.size ?? 0);
}
