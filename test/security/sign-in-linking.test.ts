// THREATS 4, 6, 9, 11, 42: the linking page as an attacker uses it.
import assert from 'node:assert/strict';
import { legacyPassword } from '../../demo/lumen.ts';
import { budgets, spendTry } from '../../src/features/throttle/index.ts';
import { systemClock } from '../../src/kernel/index.ts';
import { ada, giveEmail, givePassword, proveServiceAccount } from '../journeys/people.ts';
import type { Browser } from '../support/browser.ts';
import { eachDatabase, onDatabase } from '../support/databases.ts';
import { forge } from '../support/forged-forms.ts';
import { anAccount, aSignInWorld, type SignInWorld } from '../support/sign-in-world.ts';

async function atLinking(world: SignInWorld, email: string, serviceId = 'managed-hosting'): Promise<Browser> {
  const browser = world.browser();
  await world.send(browser, { client_id: serviceId });
  await giveEmail(browser, { ...ada, email });
  await givePassword(browser, ada);
  browser.isAt('Account Linking');
  return browser;
}

const linksIn = ({ db }: SignInWorld) =>
  db.selectFrom('links').select(['accountId', 'serviceId', 'serviceAccountId']).execute();

eachDatabase(
  'passwords of a service are counted for its username, over all accounts and nodes',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    const browsers: Browser[] = [];
    for (const email of ['one@example.com', 'two@example.com', 'three@example.com']) {
      await anAccount(world, { ...ada, email });
      browsers.push(await atLinking(world, email));
    }
    const spellings = ['bob', 'BOB', ' bob ', 'ｂｏｂ', 'b\u200bob', 'bób'];
    const attack = (number: number, password: string) => {
      const browser = browsers[number % browsers.length];
      assert.ok(browser);
      return forge({ issuer: world.nodes[number % world.nodes.length] ?? '' }, browser, {
        path: browser.url.pathname,
        fields: { username: spellings[number % spellings.length] ?? '', password, link: 'yes' },
        headers: { 'x-forwarded-for': `198.51.${number}.1` },
      });
    };
    const guesses = Array.from({ length: 24 }, (_, number) => attack(number, `guess ${number}`));
    const statuses = (await Promise.all(guesses)).map(({ status }) => status);
    assert.equal(statuses.filter((status) => status === 422).length, 5);
    assert.equal(statuses.filter((status) => status === 429).length, 19);
    assert.equal((await attack(0, legacyPassword)).status, 429);
    assert.deepEqual(await linksIn(world), []);
  },
);

onDatabase(
  'sqlite',
  'a service is asked only so often for one account, though a right password is no guess',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    await anAccount(world, { ...ada, email: 'owner@example.com' });
    await proveServiceAccount(await atLinking(world, 'owner@example.com'), 'bob');
    const accountId = await anAccount(world);
    const browser = await atLinking(world, ada.email);
    const deps = { db: fresh.db, clock: systemClock, sealing: world.sealing };
    for (let count = 1; count < budgets['service-asks'].tries; count++)
      await spendTry(deps, 'service-asks', accountId);
    const fields = { username: 'bob', password: legacyPassword, link: 'yes' };
    const ask = () => forge(world, browser, { path: browser.url.pathname, fields });
    assert.equal((await ask()).status, 422);
    assert.equal((await ask()).status, 429);
    const proven = await fresh.db
      .selectFrom('auditEvents')
      .select('outcome')
      .where('who', '=', `account:${accountId}`)
      .where('what', '=', 'service-account-proven')
      .execute();
    assert.deepEqual(proven, [{ outcome: 'already-taken' }]);
  },
);

onDatabase(
  'sqlite',
  'whose link it becomes, and at which service, is said by no field of the form',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    const owner = await anAccount(world);
    const victim = await anAccount(world, { ...ada, email: 'victim@example.com' });
    const browser = await atLinking(world, ada.email);
    const fields = {
      username: 'bob',
      password: legacyPassword,
      link: 'yes',
      accountId: victim,
      serviceId: 'private-cloud',
      service: 'private-cloud',
      id: 'private-cloud:carol',
      'account[id]': victim,
      verified: 'true',
      __proto__: 'x',
    };
    const path = `${browser.url.pathname}?accountId=${victim}&serviceId=private-cloud`;
    assert.equal((await forge(world, browser, { path, fields })).status, 303);
    const expected = {
      accountId: owner,
      serviceId: 'managed-hosting',
      serviceAccountId: 'managed-hosting:bob',
    };
    assert.deepEqual(await linksIn(world), [expected]);
  },
);

onDatabase(
  'sqlite',
  'a link form that is sent again after its sign-in is over links nothing',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    await anAccount(world);
    const browser = await atLinking(world, ada.email);
    const page = browser.newTab();
    await page.visit(browser.url.href);
    const path = browser.url.pathname;
    await proveServiceAccount(browser, 'bob', { link: false });
    browser.isAt('managed-hosting callback');
    const fields = { username: 'carol', password: legacyPassword, link: 'yes' };
    const again = await forge(world, page, { path, fields });
    assert.equal(again.status, 200);
    assert.match(again.body, /Going on to Managed Hosting/, 'which is open already');
    assert.deepEqual(await linksIn(world), []);
  },
);

onDatabase('sqlite', 'a sign-in that is over before the service answers links nothing', async (fresh, t) => {
  const world = await aSignInWorld(fresh, t);
  const id = await anAccount(world);
  const browser = await atLinking(world, ada.email);
  world.beforeVerifying = () => fresh.db.deleteFrom('attempts').where('accountId', '=', id).execute();
  const fields = { username: 'bob', password: legacyPassword, link: 'yes' };
  const answer = await forge(world, browser, { path: browser.url.pathname, fields });
  assert.equal(answer.status, 303);
  assert.deepEqual(await linksIn(world), []);
  const letters = await fresh.db.selectFrom('messages').selectAll().execute();
  assert.deepEqual(letters, [], 'and nobody is told of a link');
});

onDatabase(
  'sqlite',
  'a link that ends while its person is signing in is asked for again',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    await anAccount(world);
    const browser = await atLinking(world, ada.email);
    const fields = { username: 'bob', password: legacyPassword, link: 'yes' };
    const { location } = await forge(world, browser, { path: browser.url.pathname, fields });
    await fresh.db.deleteFrom('links').execute();
    await browser.visit(location ?? '');
    browser.isAt('Account Linking');
    await proveServiceAccount(browser, 'carol');
    browser.isAt('managed-hosting callback');
    await fresh.db.deleteFrom('links').execute();
    await world.send(browser);
    browser.isAt('Account Linking');
  },
);

onDatabase(
  'sqlite',
  'a link that ends just before the browser comes back to the provider is asked for again',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    await anAccount(world);
    const browser = await atLinking(world, ada.email);
    const fields = { username: 'bob', password: legacyPassword, link: 'yes' };
    const { location } = await forge(world, browser, { path: browser.url.pathname, fields });
    const handedOver = await forge(world, browser, { path: location ?? '', fields: {}, method: 'GET' });
    for (const cookie of handedOver.headers['set-cookie'] ?? []) browser.cookies.take(cookie, browser.url);
    await fresh.db.deleteFrom('links').execute();
    await browser.visit(/url=([^"]+)/.exec(handedOver.body)?.[1] ?? '');
    browser.isAt('Account Linking');
    await proveServiceAccount(browser, 'carol');
    browser.isAt('managed-hosting callback');
  },
);
