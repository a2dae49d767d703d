import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

const WARNING = 40;

/**
 * The log of Master Account in the demo: every line goes to a file, where a reference number finds it; what went
 * wrong is said on the terminal too.
 */
export function openDemoLog(dataDirectory: string): { file: string; write(line: string): void } {
  mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
  const file = join(dataDirectory, 'master-account.log');
  return {
    file,
    write(line) {
      appendFileSync(file, line, { mode: 0o600 });
      if (Number(/"level":(\d+)/.exec(line)?.[1]) >= WARNING) process.stdout.write(line);
    },
  };
}
