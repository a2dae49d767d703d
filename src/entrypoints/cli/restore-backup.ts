import {
  copyFileSync,
  existsSync,
  linkSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Clock, systemClock } from '../../kernel/index.ts';
import {
  checkDatabaseFile,
  foldWriteAheadLog,
  type Migration,
  migrate,
  openDatabase,
} from '../../platform/database/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';
import { type AfterRestoreOptions, endAfterRestore, endedText } from './after-restore.ts';
import { provePristine, readManifest } from './backup-manifest.ts';
import { syncFile } from './sync-file.ts';

export interface RestoreDeps {
  sealing: Pick<Sealing, 'digest'>;
  migrations: readonly Migration[];
  /** Where the embedded database belongs. Nobody has it open. */
  database: string;
  journal: string;
  clock?: Clock;
}

/**
 * Puts a backup in the place of the embedded database. What was there is kept beside it; a death on the way leaves the one
 * or the other, and with either the journal of what it has sent.
 * @throws with a sentence where the backup is damaged, not ours, or newer than this program
 */
export async function restoreBackup(
  { sealing, migrations, database, journal, clock = systemClock }: RestoreDeps,
  backup: string,
  options: AfterRestoreOptions,
): Promise<{ text: string; code: number }> {
  if (!existsSync(backup)) throw new Error(`There is no file ${backup}.`);
  const manifest = readManifest(backup);
  const fresh = `${database}.restoring`;
  removeDatabase(fresh);
  try {
    // The copy is what is proven, so that nothing can change in between.
    copyFileSync(backup, fresh);
    await provePristine(sealing, manifest, fresh);
    refuseNewer(checkDatabaseFile(fresh), migrations);
    const opened = openDatabase({ file: fresh });
    const ended = await migrate(opened.db, migrations)
      .then(() => endAfterRestore({ db: opened.db, clock }, options))
      .finally(() => opened.close());
    syncFile(fresh);
    const kept = putInPlace({ fresh, database, journal, noted: manifest.journal, at: clock.now() });
    syncFile(dirname(database));
    const aside = kept ? [`What was there before is kept: ${kept}`] : [];
    const text = [`Restored: the state of ${manifest.madeAt}.`, ...aside, endedText(ended, options)];
    return { text: text.join('\n'), code: 0 };
  } finally {
    removeDatabase(fresh);
  }
}

function refuseNewer(done: string[] | undefined, migrations: readonly Migration[]): void {
  if (!done) throw new Error('The backup is damaged: the database in it cannot be read.');
  const known = new Set(migrations.map(({ name }) => name));
  const unknown = done.filter((name) => !known.has(name));
  if (unknown.length === 0) return;
  throw new Error(
    `The backup is newer than this program, which does not know ${unknown.join(', ')}. Restore it with the program that made it.`,
  );
}

/** @returns where the database that was there before is now */
function putInPlace({
  fresh,
  database,
  journal,
  noted,
  at,
}: {
  fresh: string;
  database: string;
  journal: string;
  /** What the journal of the backup says. */
  noted: readonly string[];
  at: number;
}): string | undefined {
  const stamp = new Date(at).toISOString().replace(/[:.]/g, '-');
  const kept = `${database}.before-${stamp}`;
  const had = existsSync(database);
  if (had) {
    foldWriteAheadLog(database);
    // Another database's log would be written into the new one.
    for (const end of ['-wal', '-shm']) {
      if (existsSync(database + end)) renameSync(database + end, kept + end);
    }
    linkSync(database, kept);
  }
  if (existsSync(journal)) copyFileSync(journal, `${journal}.before-${stamp}`);
  joinJournals(journal, noted);
  // In one step: at no moment there is none, which a server that starts would take for a new beginning.
  renameSync(fresh, database);
  return had ? kept : undefined;
}

/**
 * The journal of both databases, in one step and before they change places: whichever is there after a death has its own. What
 * the other's says of messages that this one has not, or has tried more or less often, is passed over; of those that
 * it has it is true, and a message that has gone out is not sent once more.
 */
function joinJournals(journal: string, noted: readonly string[]): void {
  const present = existsSync(journal) ? readFileSync(journal, 'utf8').split('\n') : [];
  const lines = [...new Set([...present, ...noted])].filter(Boolean);
  const joined = `${journal}.restoring`;
  writeFileSync(joined, lines.map((line) => `${line}\n`).join(''), { mode: 0o600, flush: true });
  renameSync(joined, journal);
  syncFile(dirname(journal));
}

/** With whatever stands beside it. */
function removeDatabase(file: string): void {
  if (!existsSync(dirname(file))) return;
  for (const name of readdirSync(dirname(file))) {
    if (name.startsWith(basename(file))) rmSync(join(dirname(file), name));
  }
}
