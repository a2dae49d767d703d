// Master Account as in production, in a process of its own that is killed and started again, with a queue of messages.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { demoConfiguration } from '../../demo/index.ts';
import { recordMessage } from '../../src/features/messages/index.ts';
import { systemClock } from '../../src/kernel/index.ts';
import { migrations } from '../../src/migrations.ts';
import { type Db, migrate, openDatabase } from '../../src/platform/database/index.ts';
import { loadSealingKey, openSealing } from '../../src/platform/sealing/index.ts';
import { temporaryFolder } from './databases.ts';
import { freePorts } from './ports.ts';

export interface MailProgram {
  db: Db;
  file: string;
  start(): Promise<void>;
  /** `kill -9` */
  kill(): Promise<void>;
  end(): Promise<void>;
}

/** Prepares the program with its embedded database, and mail that goes to `smtpPort`. Nothing runs yet. */
export async function mailProgram(smtpPort: number): Promise<MailProgram> {
  const dataDirectory = temporaryFolder();
  const first = await freePorts(9);
  const issuer = `http://localhost:${first}`;
  const ports = { demo: first + 1, mailbox: first + 6, smtp: smtpPort, bounces: first + 8 };
  const configuration = demoConfiguration({ issuer, port: first, ports, dataDirectory });
  const file = join(dataDirectory, 'configuration.yaml');
  // JSON is YAML.
  writeFileSync(file, JSON.stringify({ ...configuration, logLevel: 'warn' }));
  const database = openDatabase({ file: join(dataDirectory, 'master-account.sqlite') });
  await migrate(database.db, migrations);
  let child: ChildProcess | undefined;
  const kill = async () => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
  };
  return {
    db: database.db,
    file,
    kill,
    async start() {
      child = spawn(process.execPath, ['src/main.ts', 'serve', '--config', file], {
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      while (!(await isHealthy(issuer))) {
        if (child.exitCode !== null) throw new Error('Master Account did not start.');
        await sleep(10);
      }
    },
    async end() {
      await kill();
      await database.close();
      rmSync(dataDirectory, { recursive: true });
    },
  };
}

/** Records messages, each to an address of its own. */
export async function queueMessages({ db, file }: MailProgram, count: number, domains = 20): Promise<void> {
  const sealing = openSealing([loadSealingKey(join(file, '..', 'sealing.key'))]);
  await db.transaction().execute(async (trx) => {
    for (let number = 0; number < count; number++) {
      await recordMessage(
        { db: trx, clock: systemClock, sealing },
        {
          kind: 'account-created',
          to: `person-${number}@mail-${number % domains}.example`,
          about: `account:${number}`,
          fields: { firstName: 'Ada' },
        },
      );
    }
  });
}

const isHealthy = (issuer: string): Promise<boolean> =>
  fetch(`${issuer}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  );
