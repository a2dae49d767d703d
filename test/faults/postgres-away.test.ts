// PostgreSQL goes away or stands still under 50 sign-ons a second, and comes back.
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { seconds } from '../../src/kernel/index.ts';
import { aCluster, type Cluster, clusterMissing } from './postgres-cluster.ts';
import { assertOnlyUnavailable, inShort, type SignOn, signedInPeople, signOnLoad } from './sign-ons.ts';
import { until } from './until.ts';
import { aFaultWorld } from './world.ts';

const skip = clusterMissing() ?? false;
const PER_SECOND = 50;
const RECOVERED_IN = seconds(10);
/** Longer than any limit on the way: whoever waits longer is not waited for by browsers either. */
const PATIENCE = seconds(20);

interface Trouble {
  down(cluster: Cluster): Promise<void>;
  up(cluster: Cluster): Promise<void>;
}

async function underLoad(t: TestContext, { down, up }: Trouble) {
  const cluster = await aCluster(t);
  const world = await aFaultWorld(t, { url: cluster.url });
  const people = await signedInPeople(world, 5);
  const load = signOnLoad(world, people, PER_SECOND);
  t.after(() => load.end());
  await load.goesThroughWithin(PATIENCE);
  await sleep(500);
  assert.equal(inShort(load.answers), `{"through":${load.answers.length}}`, 'all is well before');

  await down(cluster);
  const downAt = performance.now();
  const isTold = ({ at, status }: SignOn) => at > downAt && status === 503;
  await until('50 are told to come back', () => load.answers.filter(isTold).length >= 50);
  await until('whoever asked before is answered', () => load.unanswered(downAt) === 0);
  const ready = await fetch(`${world.issuer}/health/ready`);
  assert.equal(ready.status, 503, 'this node is not ready');
  assert.equal((await fetch(`${world.issuer}/health/live`)).status, 200, 'and lives');

  await up(cluster);
  const backAt = performance.now();
  await load.goesThroughWithin(RECOVERED_IN);
  const isThrough = ({ at, code }: SignOn) => at > backAt && code !== undefined;
  await until('50 more go through', () => load.answers.filter(isThrough).length >= 50);
  await load.end();
  assertOnlyUnavailable(load.answers);
  const slowest = Math.max(...load.answers.map(({ took }) => took));
  assert.ok(slowest < PATIENCE, `nobody waits for ever: ${Math.round(slowest)} ms`);
  assert.equal(world.nodes[0]?.endedBy, undefined, 'the program has lived through it');

  // What was confirmed is there: each code that a service got is good once, also those from before.
  const codes = load.answers.flatMap(({ code }) => code ?? []);
  // (Used twice, it takes all others of that session with it.)
  for (const expected of [200, 400]) {
    for (const code of [codes[0], codes.at(-1)]) {
      assert.equal((await world.exchange(code ?? '')).status, expected);
    }
  }
  const links = await world.db.selectFrom('links').select('accountId').execute();
  assert.equal(links.length, people.length);
}

test(
  'PostgreSQL stopped and started again under 50 sign-ons a second: only 503 meanwhile, recovered in 10 s',
  {
    skip,
  },
  (t) => underLoad(t, { down: (cluster) => cluster.stop(), up: (cluster) => cluster.start() }),
);

test('PostgreSQL crashing under 50 sign-ons a second loses nothing that was confirmed', { skip }, (t) =>
  underLoad(t, { down: (cluster) => cluster.crash(), up: (cluster) => cluster.start() }),
);

test(
  'PostgreSQL frozen under 50 sign-ons a second: nobody waits for long, and all goes on when it thaws',
  {
    skip,
  },
  (t) => underLoad(t, { down: (cluster) => cluster.freeze(), up: (cluster) => cluster.thaw() }),
);
