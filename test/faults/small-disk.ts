// A disk that is small enough to be filled.
import { execFileSync } from 'node:child_process';
import { chownSync, closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { temporaryFolder } from '../support/databases.ts';
import { serverOwner } from '../support/postgres.ts';

/** Why no disk can be mounted here, or undefined where one can. */
export const smallDiskMissing = (): string | undefined =>
  process.getuid?.() === 0 ? undefined : 'a disk of its own is mounted by root only';

/** A disk of its own, of so many MiB, for the server of the database. @returns the folder that it is */
export function aSmallDisk(t: Pick<TestContext, 'after'>, mebibytes: number): string {
  const folder = temporaryFolder();
  const owner = serverOwner();
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m,mode=0700`, 'tmpfs', folder]);
  t.after(() => execFileSync('umount', ['--lazy', folder]));
  if (owner) chownSync(folder, owner.uid, owner.gid);
  return folder;
}

/** Leaves no room on it. @returns makes room again */
export function fill(folder: string): () => void {
  const ballast = join(folder, 'ballast');
  const file = openSync(ballast, 'w');
  try {
    while (true) writeSync(file, Buffer.alloc(4096));
  } catch {
    // Now it is full.
  } finally {
    closeSync(file);
  }
  return () => rmSync(ballast);
}
