import { DatabaseSync } from 'node:sqlite';

/**
 * Keeps a second process from running on the same embedded database: two would send each message twice
 * as soon as one stalls, and hold each other up. The lock is the operating system's, so it is gone with the
 * process, however that ends.
 * @param file beside the database; it stays empty
 * @returns gives the lock back; undefined where another process has it
 */
export function holdAlone(file: string): (() => void) | undefined {
  const lock = new DatabaseSync(file);
  try {
    lock.exec('PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE');
  } catch {
    lock.close();
    return undefined;
  }
  return () => lock.close();
}
