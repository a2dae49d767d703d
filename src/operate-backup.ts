import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  type AfterRestoreOptions,
  endAfterRestore,
  endedText,
  restoreBackup,
  writeBackup,
} from './entrypoints/cli/index.ts';
import { systemClock } from './kernel/index.ts';
import { migrations } from './migrations.ts';
import { sentJournalFile } from './open-sending.ts';
import { type OperatedPlace, operate, requireDatabase } from './operate.ts';
import { databaseFile, holdDataDirectory, sealingKeys } from './parts.ts';
import { openSealing } from './platform/sealing/index.ts';

type Said = Promise<{ text: string; code: number }>;

/** Writes a backup of the embedded database, beside the server that runs. */
export async function operateBackup(place: OperatedPlace, target: string): Said {
  const { database, journal } = embedded(place, 'pg_dump, or your archive of its write-ahead log');
  requireDatabase(place);
  return writeBackup({ clock: systemClock, sealing: sealingOf(place), database, journal }, target);
}

/** Puts a backup in place, while no server runs. */
export async function operateRestore(
  place: OperatedPlace,
  backup: string,
  options: AfterRestoreOptions,
): Said {
  const { database, journal } = embedded(place, 'its own tools, and then: master-account after-restore');
  const sealing = sealingOf(place);
  const release = holdDataDirectory(place);
  try {
    return await restoreBackup({ sealing, migrations, database, journal }, backup, options);
  } finally {
    release();
  }
}

/** For a database that was restored by other tools: ends what was under way. On PostgreSQL no node may run meanwhile. */
export async function operateAfterRestore(place: OperatedPlace, options: AfterRestoreOptions): Said {
  const release = holdDataDirectory(place);
  try {
    const ended = await operate(place, (deps) => endAfterRestore(deps, options));
    return { text: endedText(ended, options), code: 0 };
  } finally {
    release();
  }
}

function embedded({ database, dataDirectory }: OperatedPlace, instead: string) {
  if (database) throw new Error(`The database is PostgreSQL: use ${instead}.`);
  return { database: databaseFile({ dataDirectory }), journal: sentJournalFile(dataDirectory) };
}

/** Never makes a key: under a new one no backup of before could be told from another's. */
function sealingOf(place: OperatedPlace) {
  const file = join(place.dataDirectory, 'sealing.key');
  if (!place.sealingKeys && !existsSync(file)) {
    throw new Error(`There is no sealing key ${file}. It is kept apart from backups: put it back first.`);
  }
  return openSealing(sealingKeys(place));
}
