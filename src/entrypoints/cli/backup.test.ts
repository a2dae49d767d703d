import assert from 'node:assert/strict';
import fs, {
  copyFileSync,
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type TestContext, test } from 'node:test';
import { fakeClock } from '../../../test/support/clock.ts';
import { eachDatabase, temporaryFolder } from '../../../test/support/databases.ts';
import { signIn } from '../../../test/support/session-rows.ts';
import { accountWithout, accountWithTotp, codeOn } from '../../../test/support/totp-world.ts';
import { recordMessage } from '../../features/messages/index.ts';
import { issueRecoveryCodes, spendRecoveryCode } from '../../features/recovery-codes/index.ts';
import { issueToken, proveToken } from '../../features/tokens/index.ts';
import { verifyCode } from '../../features/totp/index.ts';
import { minutes } from '../../kernel/index.ts';
import { migrations } from '../../migrations.ts';
import { type Db, migrate, openDatabase } from '../../platform/database/index.ts';
import { openSealing } from '../../platform/sealing/index.ts';
import { ENDED, SPENT } from './after-restore.queries.ts';
import { endAfterRestore, restoreBackup, writeBackup } from './index.ts';

const sealing = openSealing([Buffer.alloc(32, 7)]);

/** A data directory with a database that is open, as beside a running server; `stop` closes it. */
async function running(t: TestContext) {
  const folder = temporaryFolder();
  t.after(() => rmSync(folder, { recursive: true }));
  const clock = fakeClock();
  const place = {
    database: join(folder, 'master-account.sqlite'),
    journal: join(folder, 'sent-messages.journal'),
  };
  const opened: ReturnType<typeof openDatabase>[] = [];
  const open = () => {
    const database = openDatabase({ file: place.database });
    opened.push(database);
    return { db: database.db, clock, sealing };
  };
  const stop = async () => {
    for (const database of opened.splice(0)) await database.close();
  };
  t.after(stop);
  const deps = open();
  await migrate(deps.db, migrations);
  const backup = join(folder, 'backups', 'monday.backup');
  mkdirSync(join(folder, 'backups'));
  return {
    deps,
    clock,
    place,
    backup,
    open,
    stop,
    write: (to = backup) => writeBackup({ ...place, clock, sealing }, to),
    restore: (options = {}, others = {}) =>
      restoreBackup({ ...place, clock, sealing, migrations, ...others }, backup, options),
  };
}

const emails = async (db: Db) => {
  const rows = await db.selectFrom('accounts').select('email').orderBy('email').execute();
  return rows.map(({ email }) => email);
};

test('a backup is the state of one moment, its owner’s alone, and brings that state back', async (t) => {
  const { deps, write, restore, stop, open, backup, place } = await running(t);
  await accountWithout(deps, 'ada');
  writeFileSync(place.journal, '{"message":{"id":"x","tries":1}}\n');
  const { code, text } = await write();
  assert.equal(code, 0);
  assert.match(text, /sealing key is in neither/);
  assert.equal(statSync(backup).mode & 0o777, 0o600);
  assert.equal(statSync(`${backup}.json`).mode & 0o777, 0o600);
  assert.deepEqual(globSync(`${backup}*`).sort(), [backup, `${backup}.json`]);
  await accountWithout(deps, 'bob');
  rmSync(place.journal);
  await stop();
  const restored = await restore();
  assert.equal(restored.code, 0);
  assert.deepEqual(await emails(open().db), ['ada@example.com']);
  assert.equal(readFileSync(place.journal, 'utf8'), '{"message":{"id":"x","tries":1}}\n');
  const [kept = ''] = globSync(`${place.database}.before-*Z`);
  assert.match(restored.text, new RegExp(kept));
  const before = openDatabase({ file: kept });
  t.after(() => before.close());
  assert.deepEqual(await emails(before.db), ['ada@example.com', 'bob@example.com']);
});

test('a backup never takes the place of another file, nor leaves half of one', async (t) => {
  const { write, backup } = await running(t);
  await write();
  await assert.rejects(write(), /is there already/);
  rmSync(backup);
  await assert.rejects(write(), /is there already/);
  await assert.rejects(write(join(backup, 'nowhere', 'x')), /no folder/);
  assert.deepEqual(globSync(`${backup}*`), [`${backup}.json`]);
});

test('a backup that is damaged, changed, of another key, or newer than the program is refused', async (t) => {
  const { deps, write, restore, stop, open, backup } = await running(t);
  await accountWithout(deps, 'ada');
  await write();
  await accountWithout(deps, 'bob');
  await stop();
  const whole = `${backup}.whole`;
  copyFileSync(backup, whole);
  const manifest = readFileSync(`${backup}.json`, 'utf8');

  const bytes = readFileSync(backup);
  bytes[5000] = (bytes[5000] ?? 0) ^ 1;
  writeFileSync(backup, bytes);
  await assert.rejects(restore(), /damaged/);
  writeFileSync(backup, bytes.subarray(0, 9000));
  await assert.rejects(restore(), /damaged/);
  copyFileSync(whole, backup);
  writeFileSync(`${backup}.json`, manifest.replace('"journal": []', '"journal": ["x"]'));
  await assert.rejects(restore(), /another sealing key, or its .json was changed/);
  writeFileSync(`${backup}.json`, '{');
  await assert.rejects(restore(), /is damaged, or was made by a program that is newer/);
  rmSync(`${backup}.json`);
  await assert.rejects(restore(), /cannot be read/);
  writeFileSync(`${backup}.json`, manifest);
  await assert.rejects(restore({}, { sealing: openSealing([Buffer.alloc(32, 8)]) }), /another sealing key/);
  await assert.rejects(restore({}, { migrations: migrations.slice(0, -1) }), /newer than this program/);
  assert.deepEqual(await emails(open().db), ['ada@example.com', 'bob@example.com']);
});

test('the log of the database that was there is not written into the one that takes its place', async (t) => {
  const { deps, write, restore, stop, open, place } = await running(t);
  await accountWithout(deps, 'ada');
  await write();
  for (let nth = 0; nth < 20; nth++) await accountWithout(deps, `later-${nth}`);
  // As a process leaves it that was killed.
  for (const end of ['', '-wal', '-shm']) copyFileSync(place.database + end, `${place.database}.dead${end}`);
  await stop();
  for (const end of ['', '-wal', '-shm']) copyFileSync(`${place.database}.dead${end}`, place.database + end);
  await restore();
  assert.deepEqual(await emails(open().db), ['ada@example.com']);
  const [kept = ''] = globSync(`${place.database}.before-*Z`);
  // All of it is in the one file.
  assert.ok(!existsSync(`${kept}-wal`));
  const before = openDatabase({ file: kept });
  t.after(() => before.close());
  assert.equal((await emails(before.db)).length, 21);
});

test('a database that cannot be read any more is moved aside too', async (t) => {
  const { deps, write, restore, stop, open, place } = await running(t);
  await accountWithout(deps, 'ada');
  await write();
  const beside = new DatabaseSync(place.database);
  beside.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  beside.close();
  await accountWithout(deps, 'bob');
  // Its log is sound, and would be written into whatever stands there.
  copyFileSync(`${place.database}-wal`, `${place.database}.log`);
  await stop();
  renameSync(`${place.database}.log`, `${place.database}-wal`);
  writeFileSync(place.database, 'no database at all');
  await restore();
  assert.deepEqual(await emails(open().db), ['ada@example.com']);
  assert.ok(!existsSync(`${place.database}.restoring`));
});

for (const when of ['before', 'after'] as const)
  test(`a restore that dies ${when} the database is in place leaves it with the journal of what it has sent`, async (t) => {
    const { deps, clock, write, restore, stop, open, place } = await running(t);
    await accountWithout(deps, 'ada');
    const [inBackup, since] = ['{"message":{"id":"x","tries":1}}', '{"message":{"id":"y","tries":2}}'];
    writeFileSync(place.journal, `${inBackup}\n`);
    await write();
    await accountWithout(deps, 'bob');
    writeFileSync(place.journal, `${since}\n`);
    await stop();
    const { renameSync: rename } = fs;
    t.mock.method(fs, 'renameSync', (from: string, to: string) => {
      if (to !== place.database || when === 'after') rename(from, to);
      if (to === place.database) throw new Error('It was killed.');
    });
    syncBuiltinESMExports();
    await assert.rejects(restore(), /It was killed/);
    t.mock.restoreAll();
    syncBuiltinESMExports();
    const lines = readFileSync(place.journal, 'utf8').split('\n');
    assert.ok(lines.includes(when === 'before' ? since : inBackup), lines.join());
    const expected = when === 'before' ? ['ada@example.com', 'bob@example.com'] : ['ada@example.com'];
    assert.deepEqual(await emails(open().db), expected);
    await stop();
    clock.advance(1000);
    assert.equal((await restore()).code, 0, 'and is done once more');
    assert.deepEqual(await emails(open().db), ['ada@example.com']);
  });

eachDatabase('after a restore no token, code or session of before opens anything again', async ({ db }) => {
  const clock = fakeClock();
  const deps = { db, clock, sealing };
  const { id, secret } = await accountWithTotp(deps);
  const bound = { purpose: 'recovery', subject: id, browser: 'b' } as const;
  const token = await issueToken(deps, { ...bound, lifetime: minutes(10) });
  const [first = '', second = ''] = await issueRecoveryCodes(deps, id);
  await signIn({ ...deps, limits: { lifetime: 1e9, idle: 1e9 } } as never, 'one', id, ['managed-hosting']);
  const recordToken = () =>
    recordMessage(deps, {
      kind: 'recovery-token',
      to: 'ada@example.com',
      about: `account:${id}`,
      fields: { token, link: '', expiresAt: clock.now() + minutes(10) },
    });
  await recordToken();
  await db
    .insertInto('oidcArtifacts')
    .values({ kind: 'AuthorizationCode', idDigest: 'd', payload: '', expiresAt: clock.now() + minutes(1) })
    .execute();

  const ended = await endAfterRestore(deps, {});
  assert.deepEqual(ended, { sessions: 1, tokens: 1, codes: 1, recoveryCodes: 10, messages: 1 });
  // Codes of the phone may have been given a moment ago, in the time that is gone.
  for (const off of [0, -30_000]) {
    const given = await verifyCode(deps, { accountId: id, code: codeOn(secret, clock, off) });
    assert.deepEqual(given, { ok: false, error: { reason: 'used' } });
  }
  assert.ok(!(await proveToken(deps, { ...bound, typed: token })).ok);
  assert.equal(await spendRecoveryCode(deps, { accountId: id, typed: first }), false);
  for (const table of ENDED) {
    assert.deepEqual(await db.selectFrom(table).selectAll().execute(), [], table);
  }
  // Its service hears of it.
  const [told] = await db.selectFrom('logoutNotices').select(['clientId', 'accountId']).execute();
  assert.deepEqual(told, { clientId: 'managed-hosting', accountId: id });
  const event = await db
    .selectFrom('auditEvents')
    .select('who')
    .where('what', '=', 'backup-restored')
    .execute();
  assert.deepEqual(event, [{ who: 'operator' }]);
  // The next code is right again.
  clock.advance(30_000);
  assert.ok((await verifyCode(deps, { accountId: id, code: codeOn(secret, clock) })).ok);

  await issueRecoveryCodes(deps, id);
  const again = await endAfterRestore(deps, { keepRecoveryCodes: true });
  assert.equal(again.recoveryCodes, 0);
  assert.equal(await spendRecoveryCode(deps, { accountId: id, typed: second }), false);
});

eachDatabase(
  'ending what was under way is one transaction: where it fails nothing has ended',
  async ({ db }) => {
    const deps = { db, clock: fakeClock(), sealing };
    const bound = { purpose: 'recovery', subject: 'ada', browser: 'b' } as const;
    await issueToken(deps, { ...bound, lifetime: minutes(10) });
    const broken = { ...deps, clock: { now: () => Number.NaN } };
    await assert.rejects(endAfterRestore(broken, {}));
    assert.equal((await db.selectFrom('tokens').selectAll().execute()).length, 1);
  },
);

/** What a restore leaves as it was: lasting facts, and what only ever takes something away from somebody. */
const KEPT = [
  'accounts',
  'passwords',
  'securityQuestions',
  'pins',
  'passkeys',
  'totpEnrolments',
  'links',
  'endedLinks',
  'devices',
  'accountDeletions',
  'passwordReminders',
  'registrations',
  'signingKeys',
  // Bound to attempts and sessions, which have ended.
  'passkeyAnswers',
  // "This wasn't me", and the way back to an address that was left: the owner's protection, and what it did is undone.
  'notices',
  'emailUndos',
  // What Customer Care may give back, to whoever knows the PIN and all three answers.
  'undoneEmails',
  // What such a way back goes back to.
  'earlierProofs',
  'messages',
  'messageEvents',
  'undeliverableAddresses',
  'logoutNotices',
  'serviceSignals',
  'throttleCounters',
  'auditEvents',
  'auditChain',
];

eachDatabase('of every table somebody has decided whether a restore ends what is in it', async ({ db }) => {
  const tables = (await db.introspection.getTables()).map(({ name }) => name);
  const decided = new Set<string>([...ENDED, ...SPENT, ...KEPT]);
  assert.deepEqual(
    tables.filter((name) => !decided.has(name) && !/^migrations/.test(name)),
    [],
    'A new table: add it to ENDED of after-restore.queries.ts where what is in it opens something once, else to KEPT here.',
  );
});
