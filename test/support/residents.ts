// People who have had their account for a while when a story begins, so that only the stories about
// registration register, and nobody waits for a minute between two tokens.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

export const residentsPassword = 'a lantern over wide water';
export const residentsAnswers = ['answer number 1', 'answer number 2', 'answer number 3'];

/** Puts accounts with these addresses into a data directory where nothing runs yet. */
export async function settle(dataDirectory: string, emails: readonly string[]): Promise<void> {
  // In a process of its own: the browser's test runner would take seconds to load the product.
  await promisify(execFile)(process.execPath, ['test/support/settle-residents.ts', dataDirectory, ...emails]);
}
