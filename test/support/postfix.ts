// A real Postfix for the tests: Debian's programs, on a loopback port, with its configuration, queue and log in a
// temporary folder of its own. Any number run side by side, and the machine's own Postfix is not touched.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { createConnection, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePorts } from './ports.ts';
import { mainCf, masterCf } from './postfix-configuration.ts';

export interface PostfixSettings {
  /** Parameters of `main.cf`, over those that every test has. */
  main?: Record<string, string>;
  /** Where mail for a domain goes: `{ 'example.com': 'smtp:[127.0.0.1]:2525' }`. */
  transport?: Record<string, string>;
}

export interface Postfix {
  port: number;
  /** As another Postfix, or a transport, names it. */
  nextHop: string;
  /** Waits for a line of its log. */
  logged(pattern: RegExp): Promise<string>;
  /** How many mails it still has. */
  queued(): number;
  /** Resolves when it has passed on, or bounced, all that it was given. */
  untilEmpty(): Promise<void>;
}

const daemons = ['/usr/lib/postfix/sbin', '/usr/libexec/postfix', '/usr/lib/postfix'];
const daemonDirectory = () => daemons.find((folder) => existsSync(join(folder, 'master')));

/** Why the tests with Postfix cannot run here, or undefined where they can. */
export function postfixMissing(): string | undefined {
  if (!daemonDirectory()) return 'no Postfix is installed (Debian: apt-get install postfix)';
  return process.getuid?.() === 0 ? undefined : 'Postfix can only be started by root';
}

/** A test that needs a real Postfix. */
export function postfixTest(title: string, body: (t: TestContext) => Promise<void>): void {
  const missing = postfixMissing();
  if (missing && process.env['CI']) throw new Error(`Nothing may be skipped here: ${missing}.`);
  test(title, { skip: missing ?? false }, body);
}

/** Starts a Postfix that ends with the test, and with this process, however that ends. */
export async function startPostfix(
  t: { after(end: () => Promise<void>): void },
  { main = {}, transport = {} }: PostfixSettings = {},
): Promise<Postfix> {
  const program = daemonDirectory();
  if (!program) throw new Error(`Postfix cannot be started: ${postfixMissing()}`);
  const directory = mkdtempSync(join(tmpdir(), 'master-account-postfix-'));
  const port = await freePorts(1);
  layOut(directory, { main: mainCf(directory, { main, transport }), master: masterCf(port) });
  // The keeper outlives a killed test process: its `read` ends when the pipe to us closes, and it cleans up.
  const keeper = spawn('sh', ['-c', keeperScript, 'keeper', program, directory], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  keeper.unref();
  (keeper.stdin as Socket).unref();
  t.after(async () => {
    keeper.stdin.end();
    await until('Postfix ends', () => !existsSync(directory));
  });
  const contentOf = (name: string) =>
    existsSync(join(directory, name)) ? readFileSync(join(directory, name), 'utf8') : '';
  // Also what its programs said before they had a log.
  const log = () => contentOf('errors') + contentOf('log');
  await until('Postfix answers', () => answers(port), log);
  const queued = () => mailsIn(join(directory, 'queue'));
  return {
    port,
    nextHop: `[127.0.0.1]:${port}`,
    queued,
    untilEmpty: () => until('Postfix has nothing left to pass on', () => queued() === 0, log),
    async logged(pattern) {
      const find = () =>
        log()
          .split('\n')
          .find((line) => pattern.test(line));
      await until(`Postfix logs ${pattern}`, () => find() !== undefined, log);
      return find() ?? '';
    },
  };
}

/** One Postfix for all tests of a file: started by the first that asks for it, ended after the last. */
export function sharedPostfix(settings: () => Promise<PostfixSettings>): () => Promise<Postfix> {
  const ends: (() => Promise<void>)[] = [];
  let started: Promise<Postfix> | undefined;
  after(async () => void (await Promise.all(ends.map((end) => end()))));
  return () => {
    const after = (end: () => Promise<void>) => void ends.push(end);
    started ??= settings().then((chosen) => startPostfix({ after }, chosen));
    return started;
  };
}

// All processes of one Postfix are a group of their own. What it still has is of no use to anybody, so it is not asked
// to end well, which takes it a second.
const keeperScript = `
  program=$1; directory=$2; exec 2>> "$directory/errors"
  setsid "$program/master" -c "$directory/etc" -d >&2 &
  master=$!
  read -r _
  kill -s KILL -- "-$master"; wait "$master"; rm -rf "$directory"
`;

const ofPostfix = ['active', 'bounce', 'corrupt', 'defer', 'deferred', 'flush', 'hold', 'incoming'].concat(
  'private',
  'saved',
  'trace',
);

/** What Postfix's own set-up would make, without its look at the rest of the machine. */
function layOut(directory: string, { main, master }: { main: string; master: string }): void {
  const [owner, group] = idsOfPostfix();
  chmodSync(directory, 0o711);
  for (const folder of ['etc', 'queue', 'queue/pid']) {
    mkdirSync(join(directory, folder));
    // Whatever the umask of this process is: its programs run as somebody else.
    chmodSync(join(directory, folder), 0o755);
  }
  writeFileSync(join(directory, 'etc/main.cf'), main);
  writeFileSync(join(directory, 'etc/master.cf'), master);
  const owned = [...ofPostfix, 'maildrop', 'public'].map((folder) => join('queue', folder));
  for (const folder of ['data', ...owned]) {
    mkdirSync(join(directory, folder), { mode: 0o700 });
    chownSync(join(directory, folder), owner, group);
  }
}

/** As the machine knows them, by number. */
function idsOfPostfix(): [user: number, group: number] {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((each) => each.startsWith('postfix:'));
  const [, , user, group] = line?.split(':') ?? [];
  return [Number(user), Number(group)];
}

/** Each mail is a file, from the moment that it is being taken in. */
const mailsIn = (queue: string): number =>
  ['maildrop', 'incoming', 'active', 'deferred']
    .flatMap((folder) => readdirSync(join(queue, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile()).length;

function answers(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = createConnection(port, '127.0.0.1');
  socket.once('error', () => resolve(false));
  socket.once('close', () => resolve(false));
  // It listens before it can answer; only its greeting says that it is there.
  socket.once('data', (greeting) => {
    resolve(String(greeting).startsWith('220'));
    socket.end('QUIT\r\n');
  });
  return promise;
}

/** Waits for what a real mail server does in its own time. */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  log?: () => string,
): Promise<void> {
  const deadline = performance.now() + 30_000;
  while (!(await holds())) {
    if (performance.now() > deadline) assert.fail(`Within 30 seconds: ${what}.\n${lastLines(log?.())}`);
    await sleep(20);
  }
}

const lastLines = (log = ''): string => log.split('\n').slice(-40).join('\n');
