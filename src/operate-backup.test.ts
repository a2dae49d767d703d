import assert from 'node:assert/strict';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { temporaryFolder } from '../test/support/databases.ts';
import { readConfiguration } from './config.ts';
import { operateAfterRestore, operateBackup, operateRestore } from './operate-backup.ts';
import { operateDoctor } from './operate-doctor.ts';
import { buildParts, holdDataDirectory } from './parts.ts';

const CONFIGURATION = `
issuer: http://localhost:9
logLevel: silent
mail: { from: noreply@example.com, smtp: { host: 127.0.0.1, port: 9, user: ada, password: canary-mail } }
brand: { name: Lumen }
support:
  customerCare: { name: Care, email: help@example.com }
  clientResponseCenter: { name: Center, email: center@example.com }
services:
  - id: hosting
    name: Hosting
    color: { light: "#0f766e", dark: "#2dd4bf" }
    url: http://localhost:9/
    forgottenPasswordUrl: http://localhost:9/forgotten
    support: { name: Hosting, email: hosting@example.com }
    verifier: { type: http, url: "http://localhost:9/verify", secret: "whsec_${'A'.repeat(32)}" }
    client: { clientId: hosting, clientSecret: "canary-client-secret-of-32-characters", redirectUris: ["http://localhost:9/callback"] }
`;

const names = {
  resolveTxt: () => Promise.reject(Object.assign(new Error(), { code: 'ENOTFOUND' })),
  resolveMx: () => Promise.reject(Object.assign(new Error(), { code: 'ENOTFOUND' })),
};

/** A configuration in a folder of its own; `start` makes its database, as the first start does. */
function place(t: TestContext) {
  // As the program itself does: keys, databases and logs are their owner's alone.
  const before = process.umask(0o077);
  t.after(() => void process.umask(before));
  const folder = temporaryFolder();
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'master-account.yaml');
  writeFileSync(file, CONFIGURATION, { mode: 0o600 });
  const read = readConfiguration(file);
  assert.ok(read.ok, JSON.stringify(read));
  const configuration = read.value;
  return {
    file,
    configuration,
    data: configuration.dataDirectory,
    backup: join(folder, 'one.backup'),
    async start() {
      const parts = await buildParts(configuration, {});
      await parts.close();
    },
  };
}

test('a backup is restored only while no server runs there, and only beside its sealing key', async (t) => {
  const { configuration, data, backup, start } = place(t);
  await assert.rejects(operateBackup(configuration, backup), /no sealing key|no database/);
  await start();
  const release = holdDataDirectory(configuration);
  // Beside a server that runs.
  assert.equal((await operateBackup(configuration, backup)).code, 0);
  await assert.rejects(operateRestore(configuration, backup, {}), /Another Master Account runs/);
  await assert.rejects(operateAfterRestore(configuration, {}), /Another Master Account runs/);
  release();
  assert.match((await operateRestore(configuration, backup, {})).text, /^Restored: /);
  assert.match((await operateAfterRestore(configuration, {})).text, /^Ended, /);
  const key = join(data, 'sealing.key');
  rmSync(key);
  await assert.rejects(operateRestore(configuration, backup, {}), /no sealing key .* put it back first/);
  assert.ok(!existsSync(key), 'and none was made in its place');
  const elsewhere = { ...configuration, database: { url: 'postgres://localhost/x' } };
  await assert.rejects(operateRestore(elsewhere, backup, {}), /after-restore/);
  await assert.rejects(operateBackup(elsewhere, backup), /pg_dump/);
});

test('the doctor looks at a configuration as a whole, makes nothing, and prints no secret', async (t) => {
  const { file, data, start } = place(t);
  const before = await operateDoctor(file, { names });
  assert.equal(before.code, 1);
  assert.ok(!existsSync(data), 'nothing is made by looking');
  await start();
  const { text, code } = await operateDoctor(file, { names });
  assert.equal(code, 1);
  for (const line of [
    /^ok +configuration/m,
    /^ok +database/m,
    /^ok +tables/m,
    /^ok +sealing key/m,
    /^ok +file modes/m,
    /^FAULT +relay 127\.0\.0\.1/m,
    /^FAULT +SPF/m,
    /^attention +DMARC/m,
    /^FAULT +verifier hosting/m,
    /^FAULT +public address/m,
  ]) {
    assert.match(text, line);
  }
  assert.doesNotMatch(text, /canary|whsec_/);
  const json = JSON.parse((await operateDoctor(file, { names, json: true })).text);
  assert.equal(json[0].about, 'configuration');
  writeFileSync(file, CONFIGURATION.replace('brand:', 'brant:'));
  const faulty = await operateDoctor(file, { names });
  assert.match(faulty.text, /^FAULT +configuration +brant is no setting/m);
  assert.equal(faulty.code, 1);
});
