// THREATS 24: whoever begins attempts without end fills nothing, and who is signed in notices nothing.
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { budgets, spendTry } from '../../src/features/throttle/index.ts';
import { minutes, systemClock } from '../../src/kernel/index.ts';
import { ada, giveEmail, givePassword, grace, proveServiceAccount } from '../journeys/people.ts';
import { eachDatabase, type FreshDatabase, onDatabase } from '../support/databases.ts';
import { forge } from '../support/forged-forms.ts';
import { anAccount, aSignInWorld, type SignInWorld } from '../support/sign-in-world.ts';

/** Ada is signed in, and has linked Managed Hosting. */
async function aWorldWithAda(fresh: FreshDatabase, t: TestContext) {
  const world = await aSignInWorld(fresh, t);
  await anAccount(world);
  const browser = world.browser();
  await world.send(browser);
  await giveEmail(browser, ada);
  await givePassword(browser, ada);
  await proveServiceAccount(browser, 'bob');
  browser.isAt('managed-hosting callback');
  return { world, browser };
}

async function spendAll({ db, sealing }: SignInWorld): Promise<void> {
  const deps = { db, clock: systemClock, sealing };
  for (let count = 0; count < budgets.arrivals.tries; count++) {
    await spendTry(deps, 'arrivals', '127.0.0.1');
  }
}

async function kept({ db }: SignInWorld) {
  const attempts = await db.selectFrom('attempts').select('id').execute();
  const artifacts = await db.selectFrom('oidcArtifacts').select('idDigest').execute();
  return { attempts: attempts.length, artifacts: artifacts.length };
}

const countOf = ({ db }: SignInWorld) =>
  db
    .selectFrom('throttleCounters')
    .select('tries')
    .where('budget', '=', 'arrivals')
    .executeTakeFirst()
    .then((row) => row?.tries);

eachDatabase(
  'attempts begun without end from one network are refused with the time to come back, and leave nothing',
  async (fresh, t) => {
    const { world, browser } = await aWorldWithAda(fresh, t);
    const underWay = world.browser();
    await world.send(underWay);
    await spendAll(world);

    const before = await kept(world);
    const flooding = world.browser();
    await world.send(flooding);
    assert.equal(flooding.status, 429);
    flooding.isAt('Wait before you try again');
    const wait = Number(flooding.header('retry-after'));
    assert.ok(wait > 0 && wait <= 600, `${wait} s`);
    assert.doesNotMatch(flooding.cookies.headerFor(new URL(world.issuer)), /ma_attempt/);
    assert.deepEqual(await kept(world), before);

    await world.send(browser);
    browser.isAt('managed-hosting callback');
    await giveEmail(underWay, ada);
    await givePassword(underWay, ada);
    underWay.isAt('managed-hosting callback');

    world.letPass(minutes(10));
    await world.send(flooding);
    flooding.isAt('Enter your email address');
  },
);

eachDatabase(
  'whoever has used up the arrivals of a network keeps nobody out who has signed in there before, with more than a password',
  async (fresh, t) => {
    const { world, browser } = await aWorldWithAda(fresh, t);
    await anAccount(world, grace);
    const halfway = world.browser();
    await world.send(halfway);
    await giveEmail(halfway, grace);
    await givePassword(halfway, { ...grace, password: ada.password });
    halfway.isAt('Account Linking');
    await spendAll(world);
    await world.db.deleteFrom('sessions').execute();
    await world.send(browser);
    browser.isAt('Enter your email address');
    await giveEmail(browser, ada);
    await givePassword(browser, ada);
    browser.isAt('managed-hosting callback');
    await world.send(halfway);
    assert.equal(halfway.status, 429, 'any number of browsers is had for one password');

    const deps = { db: world.db, clock: systemClock, sealing: world.sealing };
    const { accountId } = await world.db.selectFrom('sessions').select('accountId').executeTakeFirstOrThrow();
    const { tries } = budgets['arrivals-of-known-devices'];
    for (let count = 0; count < tries; count++) await spendTry(deps, 'arrivals-of-known-devices', accountId);
    await world.db.deleteFrom('sessions').execute();
    await world.send(browser);
    assert.equal(browser.status, 429, 'nor do they begin attempts without end');
  },
);

eachDatabase(
  'a sign-on that goes through on the session, or may show no page, is not counted',
  async (fresh, t) => {
    const { world, browser } = await aWorldWithAda(fresh, t);
    assert.equal(await countOf(world), 1);
    await world.send(browser);
    await world.send(browser, { prompt: 'none' });
    browser.isAt('managed-hosting callback');
    await world.send(world.browser(), { prompt: 'none' });
    assert.equal(await countOf(world), 1);
    await world.send(world.browser());
    assert.equal(await countOf(world), 2);
  },
);

onDatabase(
  'sqlite',
  'a page elsewhere cannot spend the arrivals of its visitors’ network: what it loads by itself begins nothing and is not counted',
  async (fresh, t) => {
    const { world } = await aWorldWithAda(fresh, t);
    const before = [await kept(world), await countOf(world)];
    const visitor = world.browser();
    for (const destination of ['image', 'iframe', 'empty', 'script']) {
      const loaded = await forge(world, visitor, {
        path: world.requestPath(),
        fields: {},
        headers: { 'sec-fetch-dest': destination },
        method: 'GET',
      });
      assert.equal(loaded.status, 400, destination);
    }
    assert.deepEqual([await kept(world), await countOf(world)], before);
    const headers = { 'sec-fetch-dest': 'document' };
    const asked = { path: world.requestPath(), fields: {}, headers, method: 'GET' } as const;
    assert.equal((await forge(world, visitor, asked)).status, 303);
  },
);
