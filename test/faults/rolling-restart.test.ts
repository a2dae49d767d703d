// Three nodes behind a round-robin, restarted one after the other as at an upgrade, while people sign in: nobody's
// sign-in fails, and each request of it may be answered by another node.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startBalancer } from '../../demo/index.ts';
import { ada, giveEmail, givePassword, type Person, proveServiceAccount } from '../journeys/people.ts';
import { anAccount } from '../support/sign-in-world.ts';
import { aCluster, clusterMissing } from './postgres-cluster.ts';
import { inShort, signedInPeople, signOnLoad } from './sign-ons.ts';
import { until } from './until.ts';
import { aFaultWorld, codeOf, type FaultWorld } from './world.ts';

async function signInAnew(world: FaultWorld, person: Person): Promise<void> {
  const browser = world.browser();
  await world.send(browser);
  await giveEmail(browser, person);
  await givePassword(browser, person);
  if (browser.heading === 'Account Linking') await proveServiceAccount(browser, person.email);
  assert.equal((await world.exchange(codeOf(browser))).status, 200);
  await browser.visit(`${world.issuer}/account/sessions`);
  browser.isAt('Where you are signed in');
}

test('nodes are restarted one after the other without a failed sign-in', {
  skip: clusterMissing() ?? false,
}, async (t) => {
  const cluster = await aCluster(t);
  const world = await aFaultWorld(t, {
    url: cluster.url,
    nodes: [{}, {}, {}],
    change: (configuration) => ({ ...configuration, stopping: { drain: '1s', within: '15s' } }),
    async front(port, origins) {
      const need = { port, for: 'the test', setting: 'another port' };
      const balancer = await startBalancer(
        origins.map((origin) => Number(new URL(origin).port)),
        need,
      );
      t.after(() => balancer.stop());
    },
  });
  const people = await signedInPeople(world, 3);
  await anAccount(world, ada);
  let over = false;
  let signIns = 0;
  const signingIn = (async () => {
    for (; !over; signIns++) {
      await world.db.deleteFrom('throttleCounters').execute();
      await signInAnew(world, ada);
    }
  })();
  const load = signOnLoad(world, people, 10);
  t.after(() => load.end());
  const failed = signingIn.catch((fault) => fault);
  for (const node of world.nodes) {
    const before = signIns;
    await until('another sign-in has gone through', () => signIns > before || over);
    await node.stop();
    assert.equal(node.endedBy, 0, `it ends in order:\n${node.log().slice(-2000)}`);
    await node.start();
  }
  over = true;
  assert.equal(await failed, undefined);
  await load.end();
  assert.equal(inShort(load.answers), `{"through":${load.answers.length}}`);
});
