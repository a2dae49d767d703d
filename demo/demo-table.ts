import { relative } from 'node:path';
import { legacyPassword, lumenUsers } from './lumen.ts';
import type { Demo } from './start-demo.ts';

export interface DemoTable {
  issuer: string;
  demo: Demo;
  dataDirectory: string;
  logFile: string;
}

/** What runs where, and which users the pretend services know: printed once everything answers. */
export function demoTable({ issuer, demo, dataDirectory, logFile }: DemoTable): string {
  const places = [
    ['Start here', demo.url],
    ['Master Account', issuer],
    ...demo.services.map(({ name, url }) => [name, url]),
    ['Mailbox', `${demo.mailbox.url}  (SMTP on port ${demo.mailbox.smtpPort})`],
    ['Phone', `${demo.mailbox.url}/phone`],
  ] as [string, string][];
  const width = Math.max(...places.map(([name]) => name.length));
  const who = (wanted: (condition: string) => boolean) =>
    lumenUsers.filter(({ condition }) => wanted(condition)).map(({ username }) => username);
  const rule = '─'.repeat(72);
  return [
    rule,
    ...places.map(([name, url]) => `  ${name.padEnd(width)}  ${url}`),
    rule,
    `  Users of every service: ${who((condition) => condition === 'active').join(', ')}. Password: ${legacyPassword}`,
    `  The same password, but refused: ${who((condition) => condition !== 'active').join(', ')}`,
    `  Everything is kept in ${fromHere(dataDirectory)}. The log: ${fromHere(logFile)}. Ctrl-C ends it.`,
    rule,
  ].join('\n');
}

/** As it is typed here; what lies elsewhere is named in full. */
function fromHere(path: string): string {
  const way = relative(process.cwd(), path);
  return way.startsWith('..') ? path : way || '.';
}
