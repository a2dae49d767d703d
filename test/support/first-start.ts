// What a first start makes takes longer than most tests: tables, signing keys, the demo's users and their passwords. So
// each test process makes it once and every world gets a copy. That a first start makes all of it is proven by those
// tests that start the program in an empty folder.
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Selectable } from 'kysely';
import { startDemo } from '../../demo/start-demo.ts';
import { openKeyRing } from '../../src/entrypoints/oidc/keys/key-ring.ts';
import type { SigningKeysTable } from '../../src/entrypoints/oidc/oidc.tables.ts';
import { systemClock } from '../../src/kernel/index.ts';
import { migrations } from '../../src/migrations.ts';
import { type Db, migrate, openDatabase } from '../../src/platform/database/index.ts';
import { loadSealingKey, openSealing, type Sealing } from '../../src/platform/sealing/index.ts';
import { temporaryFolder } from './databases.ts';
import { freePorts } from './ports.ts';

let template: Promise<string> | undefined;

/** A data directory of its own, as the first start of the demo has left it, and the tests before have not. */
export async function startedDirectory(): Promise<string> {
  template ??= startOnce();
  const folder = temporaryFolder();
  cpSync(await template, folder, { recursive: true });
  return folder;
}

async function startOnce(): Promise<string> {
  const dataDirectory = temporaryFolder();
  process.once('exit', () => rmSync(dataDirectory, { recursive: true }));
  const { db, close } = openDatabase({ file: join(dataDirectory, 'master-account.sqlite') });
  await migrate(db, migrations);
  const sealing = openSealing([loadSealingKey(join(dataDirectory, 'sealing.key'))]);
  await openKeyRing({ db, clock: systemClock, sealing });
  await close();
  const first = await freePorts(9);
  const ports = { demo: first + 1, mailbox: first + 6, smtp: first + 7, bounces: first + 8 };
  const demo = await startDemo({ issuer: `http://localhost:${first}`, ports, dataDirectory });
  await demo.stop();
  return dataDirectory;
}

const made = new WeakMap<Sealing, Promise<Selectable<SigningKeysTable>[]>>();

/** Gives a migrated database the signing keys that all of this process share which are sealed in the same way. */
export async function lendSigningKeys(db: Db, sealing: Sealing): Promise<void> {
  const known = made.get(sealing);
  if (!known) {
    const making = openKeyRing({ db, clock: systemClock, sealing }).then(() =>
      db.selectFrom('signingKeys').selectAll().execute(),
    );
    made.set(sealing, making);
    await making;
    return;
  }
  await db
    .insertInto('signingKeys')
    .values(await known)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
