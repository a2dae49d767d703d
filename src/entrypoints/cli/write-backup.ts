import { existsSync, linkSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Clock } from '../../kernel/index.ts';
import { checkDatabaseFile, copyDatabase } from '../../platform/database/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';
import { makeManifest, manifestFile } from './backup-manifest.ts';
import { syncFile } from './sync-file.ts';

export interface BackupDeps {
  clock: Pick<Clock, 'now'>;
  sealing: Pick<Sealing, 'digest'>;
  /** The embedded database. */
  database: string;
  /** The journal of messages that were sent. */
  journal: string;
}

/**
 * Writes a backup of the embedded database, while the server runs: one file, and its manifest beside it.
 * @throws with a sentence where something is in the way, or what was written cannot be read back
 */
export async function writeBackup(
  { clock, sealing, database, journal }: BackupDeps,
  target: string,
): Promise<{ text: string; code: number }> {
  const taken = [target, manifestFile(target)].find(existsSync);
  if (taken) throw new Error(`${taken} is there already. A backup never takes the place of another.`);
  if (!existsSync(dirname(target))) throw new Error(`There is no folder ${dirname(target)}.`);
  const partial = `${target}.partial`;
  rmSync(partial, { force: true });
  try {
    const madeAt = new Date(clock.now()).toISOString();
    // Before and after: what a relay took is in there until the database knows of it.
    const noted = linesOf(journal);
    // Made by us first: whatever is written into it is its owner's alone.
    writeFileSync(partial, '', { flag: 'wx', mode: 0o600 });
    await copyDatabase(database, partial);
    const lines = [...new Set([...noted, ...linesOf(journal)])];
    const schema = checkDatabaseFile(partial)?.at(-1);
    if (schema === undefined) throw new Error('What was written cannot be read back: is the disk sound?');
    syncFile(partial);
    const manifest = await makeManifest(sealing, partial, { madeAt, schema, journal: lines });
    const json = `${JSON.stringify(manifest, null, 2)}\n`;
    writeFileSync(manifestFile(target), json, { flag: 'wx', mode: 0o600, flush: true });
    // Not a rename: that would take the place of whatever has come there meanwhile.
    linkSync(partial, target);
    syncFile(dirname(target));
    return { text: written(target, statSync(target).size, schema), code: 0 };
  } finally {
    rmSync(partial, { force: true });
  }
}

const linesOf = (journal: string): string[] =>
  existsSync(journal) ? readFileSync(journal, 'utf8').split('\n').filter(Boolean) : [];

const written = (target: string, bytes: number, schema: string): string =>
  [
    `Written: ${target} (${(bytes / 1_000_000).toFixed(1)} MB, tables of ${schema})`,
    `         ${manifestFile(target)}`,
    'Keep both together. The sealing key is in neither: keep it elsewhere, because whoever has both can read everything,',
    'and without it nobody can read what is sealed.',
  ].join('\n');
