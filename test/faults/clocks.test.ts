// Machines whose time of day is wrong, or is set by an hour while people sign in.
import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import { startBalancer } from '../../demo/index.ts';
import { days, hours, minutes } from '../../src/kernel/index.ts';
import { ada, giveEmail, givePassword, type Person, proveServiceAccount } from '../journeys/people.ts';
import type { Browser } from '../support/browser.ts';
import type { OtpApp } from '../support/oathtool.ts';
import { giveApp } from '../support/otp-app.ts';
import { anAccount } from '../support/sign-in-world.ts';
import { aCluster, clusterMissing } from './postgres-cluster.ts';
import { registrationSteps } from './registration-steps.ts';
import { aFaultWorld, codeOf, type FaultWorld } from './world.ts';

const skip = clusterMissing() ?? false;

/** Debian: libfaketime */
const [faketime] = globSync('/usr/lib/*/faketime/libfaketime.so.1');

/** A node on a machine whose clocks are so far ahead: those of the whole process; without the library, that of JavaScript. */
const machineAhead = (by: number) =>
  faketime
    ? { environment: { LD_PRELOAD: faketime, FAKETIME: `${by < 0 ? '' : '+'}${by / 1000}s` } }
    : { preload: ['wrong-clock'], environment: { CLOCK_WRONG_BY: String(by) } };

async function behindBalancer(t: TestContext, port: number, origins: string[]): Promise<void> {
  const need = { port, for: 'the test', setting: 'another port' };
  const balancer = await startBalancer(
    origins.map((origin) => Number(new URL(origin).port)),
    need,
  );
  t.after(() => balancer.stop());
}

/** From nothing to the service, by whatever is asked for. */
async function signIn(world: FaultWorld, person: Person, app?: OtpApp, code = app?.code()): Promise<Browser> {
  await world.db.deleteFrom('throttleCounters').execute();
  const browser = world.browser();
  await world.send(browser);
  await giveEmail(browser, person);
  await givePassword(browser, person);
  if (code) {
    browser.isAt('Enter your code');
    browser.fillIn('code', code);
    await browser.press('Continue');
  }
  if (browser.heading === 'Account Linking') await proveServiceAccount(browser, person.email);
  return browser;
}

/** An account with an app that was bound long ago. */
async function withApp(world: FaultWorld): Promise<OtpApp> {
  const id = await anAccount(world, ada);
  const app = await giveApp({ ...world, letPass: () => undefined }, { id, email: ada.email });
  await world.db.deleteFrom('totpSpentSteps').execute();
  return app;
}

const goesThrough = async (world: FaultWorld, browser: Browser) =>
  assert.equal((await world.exchange(codeOf(browser))).status, 200);

test('nodes whose clocks differ by two minutes agree on sessions, on tokens, and on which code is right and spent', {
  skip,
}, async (t) => {
  const cluster = await aCluster(t);
  const world = await aFaultWorld(t, {
    url: cluster.url,
    nodes: [machineAhead(minutes(1)), machineAhead(-minutes(1))],
    front: (port, origins) => behindBalancer(t, port, origins),
  });
  const app = await withApp(world);
  const code = app.code();
  const browser = await signIn(world, ada, app, code);
  await goesThrough(world, browser);
  // Whichever node is asked: it is spent.
  for (let node = 0; node < 2; node++) {
    const again = await signIn(world, ada, app, code).catch(() => undefined);
    assert.notEqual(again?.heading, 'managed-hosting callback');
  }
  for (let turn = 0; turn < 6; turn++) {
    await world.send(browser);
    await goesThrough(world, browser);
  }
  // A registration: its token is made by one node and believed by the other.
  const last = registrationSteps.at(-1);
  const grace = { ...ada, email: 'grace@example.com' };
  const registering = await last?.reach(world, grace);
  assert.ok(registering);
  await last?.act(world, grace, registering);
  registering.isAt('Your account is ready');
  await last?.check(world, grace);
});

test('on PostgreSQL a node whose time of day is set by an hour notices nothing', { skip }, async (t) => {
  const cluster = await aCluster(t);
  const world = await aFaultWorld(t, { url: cluster.url, nodes: [{ preload: ['wrong-clock'] }] });
  const app = await withApp(world);
  const browser = await signIn(world, ada, app);
  await goesThrough(world, browser);
  for (const clockWrongBy of [hours(1), -hours(1), 0]) {
    await world.nodes[0]?.tell({ clockWrongBy });
    await world.send(browser);
    await goesThrough(world, browser);
  }
});

test('on the embedded database an hour more ends what has expired, an hour less ends nothing, and people sign in', async (t) => {
  const world = await aFaultWorld(t, { nodes: [{ preload: ['wrong-clock'] }] });
  const [node] = world.nodes;
  assert.ok(node);
  await anAccount(world, ada, { setAt: Date.now() - days(1) });
  const first = await signIn(world, ada);
  await goesThrough(world, first);
  let newest = first;
  // (An hour without use is over a little later: another node may have seen them.)
  for (const clockWrongBy of [hours(1) + minutes(5), 0, -hours(1), 0]) {
    await node.tell({ clockWrongBy });
    newest = await signIn(world, ada);
    await goesThrough(world, newest);
    await world.send(newest);
    await goesThrough(world, newest);
    if (clockWrongBy > 0) {
      // Its hour without use is over, by the only clock there is.
      await world.send(first);
      first.isAt('Enter your email address');
    }
  }
  // Put back to before the password was set: a proof of now is older than that, and counts all the same.
  const grace = { ...ada, email: 'grace@example.com' };
  await anAccount(world, grace);
  await node.tell({ clockWrongBy: -hours(1) });
  const late = await signIn(world, grace);
  await goesThrough(world, late);
  await world.send(late);
  await goesThrough(world, late);
  await node.tell({ clockWrongBy: 0 });
  await world.send(late);
  await goesThrough(world, late);
  const links = await world.db.selectFrom('links').select('id').execute();
  assert.equal(links.length, 2);
  const keys = await world.db.selectFrom('signingKeys').select('alg').execute();
  assert.equal(keys.length, 2, 'no key was made for a moment that never was');
  assert.equal(node.endedBy, undefined);
});
