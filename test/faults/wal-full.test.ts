// The disk of PostgreSQL's write-ahead log takes nothing more. It is the one full disk that ends the server itself: it
// panics, throws everybody out, cannot recover, and stays down until there is room and somebody starts it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ada } from '../journeys/people.ts';
import { aCluster, type Cluster, clusterMissing } from './postgres-cluster.ts';
import { registrationSteps } from './registration-steps.ts';
import { assertOnlyUnavailable, signedInPeople, signOnLoad } from './sign-ons.ts';
import { aSmallDisk, fill, smallDiskMissing } from './small-disk.ts';
import { until } from './until.ts';
import { aFaultWorld, type FaultWorld } from './world.ts';

test('with the disk of the write-ahead log full only 503 is said, and after it everything confirmed is there once', {
  skip: clusterMissing() ?? smallDiskMissing() ?? false,
}, async (t) => {
  const wal = aSmallDisk(t, 24);
  const cluster = await aCluster(t, { wal });
  const world = await aFaultWorld(t, { url: cluster.url });
  const people = await signedInPeople(world, 3);
  const registering = await oneAtEachStep(world);
  const load = signOnLoad(world, people, 30);
  t.after(() => load.end());
  await load.goesThroughWithin(30_000);

  const makeRoom = fill(wal);
  await untilItPanics(cluster);
  const toldSince = performance.now();
  const refused = () => load.answers.filter(({ at, status }) => at > toldSince && status === 503);
  await until('sign-ons are told to come back', () => refused().length >= 20);
  for (const { step, person, browser } of registering) {
    await step.act(world, person, browser);
    assert.equal(browser.status, 503, step.name);
    assert.match(browser.header('retry-after') ?? '', /^\d+$/, step.name);
  }
  const health = (path: string) => fetch(`${world.issuer}/health/${path}`).then(({ status }) => status);
  assert.equal(await health('ready'), 503);
  assert.equal(await health('live'), 200);

  makeRoom();
  // Whether it has gone down for good or tries again and again.
  await cluster.stop();
  await cluster.start();
  await load.goesThroughWithin(10_000);
  await load.end();
  assertOnlyUnavailable(load.answers);
  assert.equal(world.nodes[0]?.endedBy, undefined, 'the program has lived through it');
  await until('the node is ready again', async () => (await health('ready')) === 200);

  const given = load.answers.filter(({ code }) => code !== undefined);
  const before = given.filter(({ at }) => at < toldSince);
  for (const { code } of [before[0], before.at(-1), given.at(-1)].flatMap((answer) => answer ?? [])) {
    assert.equal((await world.exchange(code ?? '')).status, 200, 'a code that was given is good');
  }
  const links = await world.db.selectFrom('links').select('accountId').execute();
  assert.equal(links.length, people.length);
  for (const { step, person, browser } of registering) {
    await step.goOn(world, person, browser);
    await step.check(world, person);
    await assertEachMailOnce(world, person.email);
  }
});

async function oneAtEachStep(world: FaultWorld) {
  const people = [];
  for (const [number, step] of registrationSteps.entries()) {
    const person = { ...ada, email: `registering-${number}@example.com` };
    people.push({ step, person, browser: await step.reach(world, person) });
  }
  return people;
}

/** Segments that are there already are written full before a new one is asked for. */
async function untilItPanics(cluster: Cluster): Promise<void> {
  const write = () => cluster.query("select pg_logical_emit_message(false, '', repeat('x', 100000))");
  await until('the server cannot write', () =>
    write().then(
      () => false,
      () => true,
    ),
  );
  assert.match(cluster.log(), /PANIC: .*pg_wal.*No space left/);
}

async function assertEachMailOnce({ db, mailbox }: FaultWorld, address: string): Promise<void> {
  const waiting = db.selectFrom('messages').select('id').where('recipient', '=', address);
  await until('all mail has been sent', async () => {
    const left = await waiting.where('state', 'in', ['queued', 'sending']).execute();
    return left.length === 0;
  });
  const subjects = (await mailbox.mailsTo(address)).map(({ subject }) => subject);
  assert.deepEqual(subjects, [...new Set(subjects)], 'no mail has come twice');
}
