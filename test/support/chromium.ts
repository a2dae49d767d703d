import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';

// The first has no window to draw, and takes three quarters of the others' time.
const names = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
];

/** The path of the browser that is installed on this machine, or undefined. */
export function chromiumPath(): string | undefined {
  const given = process.env['TEST_CHROMIUM'];
  if (given) return given;
  const folders = (process.env['PATH'] ?? '').split(':');
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isProgram);
}

/** Why the browser story cannot run here, or undefined where it can. */
export const chromiumMissing = (): string | undefined =>
  chromiumPath() ? undefined : 'no Chromium is installed (Debian: apt-get install chromium)';

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
