// A real IMAP server for the tests: Debian's Dovecot, on a loopback port, with its configuration, mail and log in a
// temporary folder of its own. The machine's own Dovecot is not touched.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createConnection, type Socket } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePorts } from './ports.ts';

export interface Dovecot {
  host: '127.0.0.1';
  port: number;
  /** Everybody is let in with this password, to a mailbox of their own. */
  password: string;
  /** What it has written down so far. */
  log(): string;
}

const program = ['/usr/sbin/dovecot', '/usr/local/sbin/dovecot'].find((path) => existsSync(path));

/** Why the tests on an IMAP server cannot run here, or undefined where they can. */
export const dovecotMissing = (): string | undefined =>
  program ? undefined : 'no Dovecot is installed (Debian: apt-get install dovecot-imapd)';

/** A test that needs a real IMAP server. */
export function dovecotTest(title: string, body: (t: TestContext) => Promise<void>): void {
  const missing = dovecotMissing();
  if (missing && process.env['CI']) throw new Error(`Nothing may be skipped here: ${missing}.`);
  test(title, { skip: missing ?? false }, body);
}

/** Starts a Dovecot that ends with the test, and with this process, however that ends. */
export async function startDovecot(t: Pick<TestContext, 'after'>): Promise<Dovecot> {
  if (!program) throw new Error(`Dovecot cannot be started: ${dovecotMissing()}`);
  const directory = mkdtempSync(join(tmpdir(), 'master-account-dovecot-'));
  const port = await freePorts(1);
  const password = 'a-password-that-belongs-in-no-log';
  const mail = join(directory, 'mail');
  mkdirSync(mail, { mode: 0o700 });
  const owner = mailOwner();
  chownSync(mail, owner.uid, owner.gid);
  execFileSync('chmod', ['755', directory]);
  const file = join(directory, 'dovecot.conf');
  writeFileSync(file, configurationOf({ directory, port, password, owner }));
  // The keeper outlives a killed test process: its `read` ends when the pipe to us closes, and it cleans up.
  const keeper = spawn('sh', ['-c', keeperScript, 'keeper', program, directory], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  keeper.unref();
  (keeper.stdin as Socket).unref();
  t.after(async () => {
    keeper.stdin.end();
    await until('Dovecot ends', () => !existsSync(directory));
  });
  const log = () =>
    ['log', 'errors']
      .map((name) => join(directory, name))
      .filter((path) => existsSync(path))
      .map((path) => readFileSync(path, 'utf8'))
      .join('');
  await until('Dovecot answers', () => answers(port), log);
  return { host: '127.0.0.1', port, password, log };
}

const keeperScript = `
  program=$1; directory=$2; exec 2>> "$directory/errors"
  "$program" -F -c "$directory/dovecot.conf" >&2 &
  server=$!
  read -r _
  kill -TERM "$server"; wait "$server"; rm -rf "$directory"
`;

interface Layout {
  directory: string;
  port: number;
  password: string;
  owner: { uid: number; gid: number };
}

const configurationOf = ({ directory, port, password, owner }: Layout): string => `
  base_dir = ${directory}/run
  state_dir = ${directory}/run
  log_path = ${directory}/log
  auth_verbose = yes
  protocols = imap
  listen = 127.0.0.1
  ssl = no
  disable_plaintext_auth = no
  mail_location = maildir:${directory}/mail/%u
  first_valid_uid = 1
  ${asUserOfOurs()}
  passdb {
    driver = static
    args = password=${password}
  }
  userdb {
    driver = static
    args = uid=${owner.uid} gid=${owner.gid} home=${directory}/mail/%u
  }
  service imap-login {
    chroot =
    inet_listener imap {
      port = ${port}
    }
    inet_listener imaps {
      port = 0
    }
  }
  auth_failure_delay = 0
  service anvil {
    chroot =
    # Without this, whoever was refused once waits the next time.
    unix_listener anvil-auth-penalty {
      mode = 0
    }
  }
`;

/** Dovecot runs its parts as users of its own, which only root can. */
function asUserOfOurs(): string {
  if (process.getuid?.() === 0) return '';
  const { username } = userInfo();
  return `default_internal_user = ${username}\n  default_login_user = ${username}\n  default_internal_group = ${groupName()}`;
}

const groupName = (): string => execFileSync('id', ['-gn'], { encoding: 'utf8' }).trim();

/** No mail is root's: Dovecot refuses that. */
function mailOwner(): { uid: number; gid: number } {
  if (process.getuid?.() !== 0) return { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
  const idOf = (flag: string) => Number(execFileSync('id', [flag, 'mail'], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}

function answers(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = createConnection(port, '127.0.0.1');
  socket.once('data', (greeting) => {
    resolve(greeting.toString().startsWith('* OK'));
    socket.destroy();
  });
  socket.once('error', () => resolve(false));
  socket.once('close', () => resolve(false));
  return promise;
}

async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  log = () => '(no log)',
): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    if (await holds()) return;
    await sleep(25);
  }
  assert.fail(`${what}: not within 10 seconds.\n${log()}`);
}
