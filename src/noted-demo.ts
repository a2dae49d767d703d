import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from './config.ts';

/** Where the demo listens. */
export type DemoPlace = Pick<Environment, 'port' | 'demoPort' | 'mailboxPort' | 'smtpPort' | 'bouncePort'>;

const fileIn = (dataDirectory: string): string => join(dataDirectory, 'demo.json');

/**
 * Keeps beside the demo's data where it listens: commands that are run without its environment write the right address into
 * the links of their mails all the same.
 */
export function noteDemo({ dataDirectory, ...environment }: Environment): void {
  const { port, demoPort, mailboxPort, smtpPort, bouncePort } = environment;
  const place: DemoPlace = { port, demoPort, mailboxPort, smtpPort, bouncePort };
  writeFileSync(fileIn(dataDirectory), `${JSON.stringify(place)}\n`);
}

/** Where the demo that last ran on this data listens; nothing where it has not said so. */
export function notedDemo(dataDirectory: string): Partial<DemoPlace> {
  try {
    return JSON.parse(readFileSync(fileIn(dataDirectory), 'utf8'));
  } catch {
    return {};
  }
}
