import { backup, DatabaseSync } from 'node:sqlite';

/** All pages in one go: it reads one state of the database, and whoever writes meanwhile does not make it begin anew. */
const ALL_PAGES = 2 ** 30;

/**
 * Copies an embedded database into one file, while others read and write it. The copy is the state of one moment.
 * @param target must not be there yet
 */
export async function copyDatabase(source: string, target: string): Promise<void> {
  const from = new DatabaseSync(source, { readOnly: true, timeout: 5000 });
  try {
    await backup(from, target, { rate: ALL_PAGES });
  } finally {
    from.close();
  }
  const copy = new DatabaseSync(target);
  try {
    // Without a write-ahead log beside it: a backup is one file.
    copy.exec('PRAGMA journal_mode = DELETE');
  } finally {
    copy.close();
  }
}

/**
 * Reads the whole of an embedded database that nobody has open.
 * @returns the names of the migrations that have run on it; undefined where it is damaged, or is none
 */
export function checkDatabaseFile(file: string): string[] | undefined {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { readOnly: true });
    const [verdict, ...more] = database.prepare('PRAGMA quick_check').all();
    if (verdict?.['quick_check'] !== 'ok' || more.length > 0) return undefined;
    const rows = database.prepare('select name from migrations order by name').all();
    return rows.map(({ name }) => String(name));
  } catch {
    return undefined;
  } finally {
    database?.close();
  }
}

/**
 * Writes what is in the write-ahead log of an embedded database into its file, which then is all of it. Nobody else has
 * it open. A database that is damaged stays as it is.
 */
export function foldWriteAheadLog(file: string): void {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file);
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  } catch {
    // Then it is moved aside with its log.
  } finally {
    database?.close();
  }
}
