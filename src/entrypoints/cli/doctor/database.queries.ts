import { sql } from 'kysely';
import type { Db } from '../../../platform/database/index.ts';

export interface PostgresFacts {
  version: number;
  versionText: string;
  fsync: string;
  synchronousCommit: string;
  fullPageWrites: string;
  isReplica: boolean;
  now: number;
}

export async function postgresFacts(db: Db): Promise<PostgresFacts> {
  const { rows } = await sql<PostgresFacts>`
    select current_setting('server_version_num')::int as version,
      current_setting('server_version') as "versionText",
      current_setting('fsync') as fsync,
      current_setting('synchronous_commit') as "synchronousCommit",
      current_setting('full_page_writes') as "fullPageWrites",
      pg_is_in_recovery() as "isReplica",
      floor(extract(epoch from clock_timestamp()) * 1000)::bigint as now`.execute(db);
  const [facts] = rows;
  if (!facts) throw new Error('The database said nothing of itself.');
  return facts;
}

export async function sqliteFacts(db: Db): Promise<{ version: string; journalMode: string }> {
  const { rows } = await sql<{ version: string; journalMode: string }>`
    select sqlite_version() as version, journal_mode as "journalMode" from pragma_journal_mode`.execute(db);
  const [facts] = rows;
  if (!facts) throw new Error('The database said nothing of itself.');
  return facts;
}

/** Reads the whole of it. */
export async function isSqliteSound(db: Db): Promise<boolean> {
  const { rows } = await sql<{ verdict: string }>`
    select quick_check as verdict from pragma_quick_check`.execute(db);
  return rows.length === 1 && rows[0]?.verdict === 'ok';
}
