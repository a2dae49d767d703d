// Several people at one browser: who is asked, who is signed in, and what becomes of who was before.
import assert from 'node:assert/strict';
import { ada, giveEmail, givePassword, grace, type Person, proveServiceAccount } from '../journeys/people.ts';
import type { Browser } from '../support/browser.ts';
import { eachDatabase, onDatabase } from '../support/databases.ts';
import { anAccount, aSignInWorld, type SignInWorld } from '../support/sign-in-world.ts';

const someoneElse: Person = { ...grace, password: ada.password };

async function comeIn(
  world: SignInWorld,
  browser: Browser,
  person: Person,
  username: string,
): Promise<string> {
  await world.send(browser);
  await giveEmail(browser, person);
  await givePassword(browser, person);
  if (browser.heading === 'Account Linking') await proveServiceAccount(browser, username);
  browser.isAt('managed-hosting callback');
  const { tokens } = await world.exchange(browser);
  return JSON.parse(Buffer.from(tokens['id_token']?.split('.')[1] ?? '', 'base64url').toString()).email;
}

eachDatabase(
  'who uses another address when asked again signs in as that person, and nobody else',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    const [adaId, graceId] = [await anAccount(world, ada), await anAccount(world, someoneElse)];
    const browser = world.browser();
    assert.equal(await comeIn(world, browser, ada, 'bob'), ada.email);
    const before = browser.cookies.headerFor(new URL(world.issuer));

    await world.send(browser, { prompt: 'login' });
    browser.isAt('Enter your password');
    browser.says(ada.email);
    await browser.follow('Use another address');
    await giveEmail(browser, someoneElse);
    browser.says(someoneElse.email);
    await givePassword(browser, someoneElse);
    browser.isAt('Account Linking');
    await proveServiceAccount(browser, 'carol');
    browser.isAt('managed-hosting callback');
    const { tokens } = await world.exchange(browser);
    const claims = JSON.parse(Buffer.from(tokens['id_token']?.split('.')[1] ?? '', 'base64url').toString());
    assert.deepEqual([claims.sub, claims.service_account.username], [graceId, 'carol']);

    const sessions = await fresh.db.selectFrom('sessions').select('accountId').execute();
    assert.deepEqual(sessions, [{ accountId: graceId }], 'the session of the person before has ended');
    const told = await fresh.db.selectFrom('logoutNotices').select('accountId').execute();
    assert.deepEqual(told, [{ accountId: adaId }], 'and its services are told');
    const old = world.browser();
    for (const pair of before.split('; ')) old.cookies.take(`${pair}; path=/`, new URL(world.issuer));
    await world.send(old, { prompt: 'none' });
    assert.equal(old.url.searchParams.get('error'), 'login_required');
    await world.send(browser);
    browser.isAt('managed-hosting callback');
  },
);

onDatabase('sqlite', 'another address typed while signed in asks for its own password', async (fresh, t) => {
  const world = await aSignInWorld(fresh, t);
  await anAccount(world, ada);
  await anAccount(world, someoneElse);
  const browser = world.browser();
  await comeIn(world, browser, ada, 'bob');
  await world.send(browser, { client_id: 'private-cloud' });
  browser.isAt('Account Linking');
  const hub = browser.url.pathname.replace(/\/link$/, '');
  await browser.visit(`${hub}/email`);
  await giveEmail(browser, someoneElse);
  browser.isAt('Enter your password');
  browser.says(someoneElse.email);
  await browser.follow('Use another address');
  await giveEmail(browser, ada);
  browser.isAt('Account Linking');
});

onDatabase(
  'sqlite',
  'two people in two tabs: each tab ends as the person that it was begun as',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    await anAccount(world, ada);
    await anAccount(world, someoneElse);
    const first = world.browser();
    const second = first.newTab();
    await world.send(first);
    await world.send(second, { client_id: 'private-cloud' });
    await giveEmail(first, ada);
    await giveEmail(second, someoneElse);
    await givePassword(second, someoneElse);
    await givePassword(first, ada);
    await proveServiceAccount(second, 'carol');
    second.isAt('private-cloud callback');
    await proveServiceAccount(first, 'bob');
    first.isAt('managed-hosting callback');
    const links = await fresh.db
      .selectFrom('links')
      .select(['serviceId', 'username'])
      .orderBy('serviceId')
      .execute();
    assert.deepEqual(links, [
      { serviceId: 'managed-hosting', username: 'bob' },
      { serviceId: 'private-cloud', username: 'carol' },
    ]);
    const emailOf = async (browser: Browser, service: string) => {
      const { tokens } = await world.exchange(browser, service);
      const payload = tokens['id_token']?.split('.')[1];
      return payload && JSON.parse(Buffer.from(payload, 'base64url').toString()).email;
    };
    assert.equal(await emailOf(first, 'managed-hosting'), ada.email);
    assert.ok([undefined, someoneElse.email].includes(await emailOf(second, 'private-cloud')));
  },
);

onDatabase(
  'sqlite',
  'an address that a service hints at is filled in as text, and proves nothing',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    await anAccount(world, ada);
    for (const hint of [
      ada.email,
      '"><script>alert(1)</script>',
      "' onfocus=alert(1) x='",
      '\u202emoc.elpmaxe',
    ]) {
      const browser = world.browser();
      await world.send(browser, { login_hint: hint });
      browser.isAt('Enter your email address');
      assert.equal(browser.valueOf('email'), hint);
      assert.doesNotMatch(browser.html, /<script>alert|onfocus=alert\(1\) x='/);
    }
  },
);
