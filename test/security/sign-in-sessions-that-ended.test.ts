// THREATS 2, 4, 23: what an attempt or a session was worth ends with the session, the account or the password.
import assert from 'node:assert/strict';
import { hashNewPassword, setPassword } from '../../src/features/passwords/index.ts';
import { seconds } from '../../src/kernel/index.ts';
import { openHashing } from '../../src/platform/hashing/index.ts';
import { ada, giveEmail, givePassword, proveServiceAccount } from '../journeys/people.ts';
import type { Browser } from '../support/browser.ts';
import { eachDatabase, onDatabase } from '../support/databases.ts';
import { forge } from '../support/forged-forms.ts';
import { anAccount, aSignInWorld, type SignInWorld } from '../support/sign-in-world.ts';

/** Signed in, with Managed Hosting linked. */
async function signedIn(world: SignInWorld): Promise<Browser> {
  const browser = world.browser();
  await world.send(browser);
  await giveEmail(browser, ada);
  await givePassword(browser, ada);
  await proveServiceAccount(browser, 'bob');
  browser.isAt('managed-hosting callback');
  return browser;
}

const endings = {
  disabled: ({ db }: SignInWorld) =>
    db.updateTable('accounts').set({ disabledAt: Date.now() }).executeTakeFirstOrThrow(),
  'marked as deleted': ({ db }: SignInWorld) =>
    db.updateTable('accounts').set({ deletedAt: Date.now() }).executeTakeFirstOrThrow(),
  'removed altogether': ({ db }: SignInWorld) => db.deleteFrom('accounts').executeTakeFirstOrThrow(),
};
for (const [how, end] of Object.entries(endings)) {
  eachDatabase(
    `the sessions, attempts, codes and tokens of an account that is ${how} end at once`,
    async (fresh, t) => {
      const world = await aSignInWorld(fresh, t);
      await anAccount(world);
      const browser = await signedIn(world);
      const { tokens } = await world.exchange(browser);
      await world.send(browser);
      const halfWay = browser.newTab();
      await world.send(halfWay, { client_id: 'private-cloud' });
      halfWay.isAt('Account Linking');
      const proven = world.browser();
      await world.send(proven, { client_id: 'private-cloud' });
      await giveEmail(proven, ada);
      await givePassword(proven, ada);
      proven.isAt('Account Linking');

      await end(world);
      assert.notEqual((await world.exchange(browser)).status, 200, 'the code');
      const authorization = `Bearer ${tokens['access_token']}`;
      const userinfo = await fetch(`${world.issuer}/oidc/userinfo`, { headers: { authorization } });
      assert.equal(userinfo.status, 401, 'the access token');
      for (const tab of [halfWay, proven]) {
        tab.fillIn('username', 'carol');
        tab.fillIn('password', 'legacy-password');
        await tab.press('Sign in');
        assert.match(tab.heading, /^Enter your |^Tell us who you are/);
      }
      assert.equal((await fresh.db.selectFrom('links').selectAll().execute()).length, 1);
      const hop = browser.newTab();
      await world.send(hop, { prompt: 'none' });
      assert.equal(hop.url.searchParams.get('error'), 'login_required');
      await world.send(hop);
      assert.match(hop.heading, /^Enter your /);
      if (hop.heading === 'Enter your email address') return;
      await givePassword(hop, ada);
      hop.says('The address or the password is incorrect');
    },
  );
}

onDatabase(
  'sqlite',
  'what was half-way in another tab when the person signed out goes no further',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    await anAccount(world);
    const browser = await signedIn(world);
    const linking = browser.newTab();
    await world.send(linking, { client_id: 'private-cloud' });
    linking.isAt('Account Linking');
    const signingOut = browser.newTab();
    await signingOut.visit(`${world.issuer}/sign-out`);
    await signingOut.press('Sign out');
    linking.fillIn('username', 'carol');
    linking.fillIn('password', 'legacy-password');
    await linking.press('Sign in');
    linking.isAt('This sign-in has expired');
    assert.equal((await fresh.db.selectFrom('links').selectAll().execute()).length, 1);
  },
);

onDatabase(
  'sqlite',
  'a session that ended elsewhere proves nothing in an attempt that began with it',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    await anAccount(world);
    const browser = await signedIn(world);
    await world.send(browser, { client_id: 'private-cloud' });
    browser.isAt('Account Linking');
    await fresh.db.deleteFrom('sessions').execute();
    const hub = browser.url.pathname.replace(/\/link$/, '');
    const fields = { username: 'carol', password: 'legacy-password', link: 'yes' };
    const answer = await forge(world, browser, { path: `${hub}/link`, fields });
    assert.deepEqual([answer.status, answer.location], [303, hub]);
    assert.equal((await fresh.db.selectFrom('links').selectAll().execute()).length, 1);
    await browser.visit(hub);
    await giveEmail(browser, ada);
    await givePassword(browser, ada);
    await proveServiceAccount(browser, 'carol');
    browser.isAt('private-cloud callback');
  },
);

const newPassword = async ({ db }: SignInWorld, accountId: string) => {
  const hashing = openHashing({ memoryKiB: 19_456, passes: 2 });
  const hash = await hashNewPassword({ hashing }, 'nine quiet herons at dawn');
  await setPassword(db, { accountId, hash, setAt: Date.now(), expiration: 'never', expiresAt: undefined });
};

onDatabase(
  'sqlite',
  'a password that was replaced has proven nothing, at whatever step its proof lies',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    const accountId = await anAccount(world);
    const session = await signedIn(world);
    const attempt = world.browser();
    await world.send(attempt, { client_id: 'private-cloud' });
    await giveEmail(attempt, ada);
    await givePassword(attempt, ada);
    attempt.isAt('Account Linking');
    const finished = world.browser();
    await world.send(finished);
    await giveEmail(finished, ada);
    const hub = finished.url.pathname.replace(/\/password$/, '');
    const given = await forge(world, finished, {
      path: `${hub}/password`,
      fields: { password: ada.password },
    });
    for (const cookie of given.headers['set-cookie'] ?? []) finished.cookies.take(cookie, finished.url);
    const handedOver = await forge(world, finished, { path: hub, fields: {}, method: 'GET' });
    const wayBack = /url=([^"]+\/oidc\/authorize\/[^"]+)/.exec(handedOver.body)?.[1];
    assert.ok(wayBack, 'what was proven has been handed to the provider');

    world.letPass(seconds(2));
    await newPassword(world, accountId);
    await session.visit(world.issuer);
    await world.send(session, { prompt: 'none' });
    assert.equal(session.url.searchParams.get('error'), 'login_required', 'the session');
    attempt.fillIn('username', 'carol');
    attempt.fillIn('password', 'legacy-password');
    await attempt.press('Sign in');
    attempt.isAt('Enter your password');
    await finished.visit(wayBack);
    finished.isAt('Enter your password');
    await world.send(finished, { prompt: 'none' });
    assert.equal(finished.url.searchParams.get('error'), 'login_required', 'what it left in the browser');
  },
);
