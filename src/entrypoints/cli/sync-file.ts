import { closeSync, fsyncSync, openSync } from 'node:fs';

/** What is in the file, or which names are in the folder, is on the disk. */
export function syncFile(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
