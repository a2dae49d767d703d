import { chmodSync, existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const memory = '/dev/shm';
/** What the databases, queues and profiles of a whole run take, several times over. */
const enough = 2 * 1024 ** 3;

/**
 * Runs with a folder for what lasts no longer than a test: in memory, where the machine has enough of it, so that nothing
 * waits for a disk. A process that is killed leaves there what it has written, as on a disk; only a machine that stops
 * would not. Whatever is left in it goes at the end.
 */
export async function inMemory<Value>(run: (folder: string) => Promise<Value>): Promise<Value> {
  if (!hasMemory()) return run(tmpdir());
  const folder = mkdtempSync(join(memory, 'master-account-run-'));
  // PostgreSQL and Postfix run as somebody else.
  chmodSync(folder, 0o711);
  try {
    return await run(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  }
}

function hasMemory(): boolean {
  if (process.env['TMPDIR'] || !existsSync(memory)) return false;
  const { bavail, bsize } = statfsSync(memory);
  return bavail * bsize > enough;
}
