// A disk that takes nothing more: for the embedded database, and for the log. What is answered "done" is on the disk all
// the same, everything else is answered 503, and when there is room again all goes on without a restart.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ada, giveEmail, givePassword, proveServiceAccount } from '../journeys/people.ts';
import { temporaryFolder } from '../support/databases.ts';
import { anAccount } from '../support/sign-in-world.ts';
import type { NodeProcess } from './node-process.ts';
import { aCluster, clusterMissing } from './postgres-cluster.ts';
import { assertOnlyUnavailable, inShort, signedInPeople, signOnLoad } from './sign-ons.ts';
import { aSmallDisk, fill, smallDiskMissing } from './small-disk.ts';
import { until } from './until.ts';
import { aFaultWorld, codeOf } from './world.ts';

const PRLIMIT = '/usr/bin/prlimit';
const skip = existsSync(PRLIMIT) ? false : 'the program prlimit is not installed (Debian: util-linux)';

/** From now on no file of the process grows beyond so many bytes: each further write fails, as on a full disk. */
const limitFiles = ({ pid }: NodeProcess, bytes: number | 'unlimited') =>
  execFileSync(PRLIMIT, ['--pid', String(pid), `--fsize=${bytes}:`]);

test('with a disk that is full nothing is confirmed that is not kept, and all goes on when there is room', {
  skip,
}, async (t) => {
  const world = await aFaultWorld(t);
  const [node] = world.nodes;
  assert.ok(node);
  const people = await signedInPeople(world, 3);
  await anAccount(world, ada);
  const browser = world.browser();
  await world.send(browser);
  await giveEmail(browser, ada);
  const load = signOnLoad(world, people, 20);
  t.after(() => load.end());
  await load.goesThroughWithin(30_000);

  limitFiles(node, 1);
  const fullAt = performance.now();
  const refused = () => load.answers.filter(({ at, status }) => at > fullAt && status === 503);
  await until('sign-ons are told to come back', () => refused().length >= 20);
  await givePassword(browser, ada);
  assert.equal(browser.status, 503);
  browser.isAt('This cannot be done right now');
  browser.says(/[A-Z0-9]{4}-[A-Z0-9]{4}/);
  assert.match(browser.header('retry-after') ?? '', /^\d+$/);
  assert.equal(node.endedBy, undefined);
  // Whoever was answered in time has been told the truth; whoever was not has nothing.
  const others = load.answers.filter(({ status, code }) => code === undefined && status !== 503);
  assert.deepEqual(others, [], inShort(load.answers));

  limitFiles(node, 'unlimited');
  await load.goesThroughWithin(10_000);
  await load.end();
  await world.send(browser);
  if (browser.heading === 'Enter your email address') await giveEmail(browser, ada);
  await givePassword(browser, ada);
  await proveServiceAccount(browser, 'ada');
  assert.equal((await world.exchange(codeOf(browser))).status, 200);
  for (const code of load.answers.flatMap((answer) => answer.code ?? []).slice(-3, -2)) {
    assert.equal((await world.exchange(code)).status, 200);
  }
  const [{ integrity_check: integrity } = {}] = (await integrityOf(world.folder)) as Record<string, string>[];
  assert.equal(integrity, 'ok');
});

async function integrityOf(folder: string): Promise<unknown[]> {
  const { DatabaseSync } = await import('node:sqlite');
  const file = new DatabaseSync(join(folder, 'master-account.sqlite'), { readOnly: true });
  try {
    return file.prepare('pragma integrity_check').all();
  } finally {
    file.close();
  }
}

test('a log that cannot be written keeps nobody from signing in', {
  skip: existsSync('/dev/full') ? false : 'no /dev/full',
}, async (t) => {
  const full = openSync('/dev/full', 'w');
  t.after(() => closeSync(full));
  const world = await aFaultWorld(t, { nodes: [{ output: full }] });
  const [person] = await signedInPeople(world, 1);
  assert.ok(person);
  await world.send(person);
  assert.equal((await world.exchange(codeOf(person))).status, 200);
  assert.equal(world.nodes[0]?.endedBy, undefined, world.nodes[0]?.log());
});

test('a log whose disk was full is written again when there is room', { skip }, async (t) => {
  const file = join(temporaryFolder(), 'log');
  const output = openSync(file, 'a');
  t.after(() => closeSync(output));
  const world = await aFaultWorld(t, { nodes: [{ output }] });
  const [node] = world.nodes;
  assert.ok(node);
  const visit = (path: string) => fetch(world.issuer + path).then(({ status }) => status);
  limitFiles(node, 1);
  for (let count = 0; count < 5; count++) assert.equal(await visit('/meanwhile'), 404);
  limitFiles(node, 'unlimited');
  await until('the log goes on, with what happened meanwhile', async () => {
    await visit('/afterwards');
    const said = readFileSync(file, 'utf8');
    return /meanwhile.*afterwards/s.test(said);
  });
  assert.equal(node.endedBy, undefined);
});

test('with the disk of PostgreSQL full whoever needs room is told to come back, and all goes on when there is some', {
  skip: clusterMissing() ?? smallDiskMissing() ?? false,
}, async (t) => {
  const cluster = await aCluster(t);
  const disk = aSmallDisk(t, 64);
  await cluster.query(`create tablespace small location '${disk}'`);
  await cluster.query('alter database postgres set default_tablespace = small');
  const world = await aFaultWorld(t, { url: cluster.url });
  const people = await signedInPeople(world, 3);
  const load = signOnLoad(world, people, 30);
  t.after(() => load.end());
  await load.goesThroughWithin(30_000);

  const makeRoom = fill(disk);
  await until(
    'sign-ons are told to come back',
    () => load.answers.filter(({ status }) => status === 503).length >= 20,
  );
  assert.equal((await fetch(`${world.issuer}/health/live`)).status, 200);
  makeRoom();
  await load.goesThroughWithin(10_000);
  await load.end();
  assertOnlyUnavailable(load.answers);
  assert.equal(world.nodes[0]?.endedBy, undefined);
  // Whoever was given a code was told the truth.
  const codes = load.answers.flatMap(({ code }) => code ?? []);
  for (const code of [codes[0], codes.at(-1)]) assert.equal((await world.exchange(code ?? '')).status, 200);
  const links = await world.db.selectFrom('links').select('accountId').execute();
  assert.equal(links.length, people.length);
});
