// The folder for keys and the embedded database, and other paths that a configuration names: what is wrong with them, in a
// sentence, before anything stumbles over it.
import { accessSync, constants, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';

/** What is kept in it, and stops the start where it cannot be read and written; the log is that of the demo. */
const KEPT = [
  'master-account.sqlite',
  'running.lock',
  'sealing.key',
  'sent-messages.journal',
  'master-account.log',
];

/**
 * What keeps a folder from being used for data; it reads on from the setting's name. Nothing is made.
 * @param may whether this process may do that with what is there; tests have users of their own
 */
export function dataDirectoryFault(directory: string, may = mayAccess): string | undefined {
  const kind = kindOf(directory);
  if (kind === 'file') return `names ${directory}, which is a file: name a folder`;
  if (kind === 'nothing') return cannotBeMade(directory, may);
  if (!may(directory, constants.W_OK | constants.X_OK)) {
    return `names ${directory}, which ${whoRuns()} may not write to: give it to that user, or name another folder`;
  }
  const shut = KEPT.map((name) => join(directory, name)).find(
    (file) => kindOf(file) !== 'nothing' && !may(file, constants.R_OK | constants.W_OK),
  );
  return shut && `holds ${shut}, which ${whoRuns()} may not read and write: give it to that user`;
}

function cannotBeMade(directory: string, may: typeof mayAccess): string | undefined {
  let above = dirname(directory);
  while (kindOf(above) === 'nothing' && above !== dirname(above)) above = dirname(above);
  if (kindOf(above) === 'file') {
    return `names ${directory}, which cannot be made, because ${above} is a file: name another folder`;
  }
  if (may(above, constants.W_OK | constants.X_OK)) return undefined;
  return `names ${directory}, which is not there and cannot be made, because ${whoRuns()} may not write to ${above}: make it for that user, or name another folder`;
}

/** What keeps a file from being read; it reads on from the setting's name. */
export function fileFault(file: string, may = mayAccess): string | undefined {
  const kind = kindOf(file);
  if (kind === 'nothing') return `names ${file}, which cannot be read: it is not there`;
  if (kind === 'folder') return `names ${file}, which cannot be read: it is a folder and not a file`;
  return may(file, constants.R_OK)
    ? undefined
    : `names ${file}, which cannot be read: ${whoRuns()} may not. Let that user read it`;
}

function mayAccess(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}

/** What cannot be looked at, behind a folder that is shut or a file, is as good as not there. */
function kindOf(path: string): 'folder' | 'file' | 'nothing' {
  try {
    return statSync(path).isDirectory() ? 'folder' : 'file';
  } catch {
    return 'nothing';
  }
}

/** A user whom the machine has no name for, as in a container, is a number. */
function whoRuns(): string {
  try {
    return `the user ${userInfo().username}`;
  } catch {
    return `the user ${process.geteuid?.()}`;
  }
}
