// THREATS 15: a button that is pressed twice does its work once, and leads where the first press went.
import assert from 'node:assert/strict';
import { legacyPassword } from '../../demo/lumen.ts';
import { ada, giveEmail, givePassword } from '../journeys/people.ts';
import type { Browser } from '../support/browser.ts';
import { type FreshDatabase, onDatabase } from '../support/databases.ts';
import { forge } from '../support/forged-forms.ts';
import { giveApp } from '../support/otp-app.ts';
import { anAccount, aSignInWorld, type SignInWorld } from '../support/sign-in-world.ts';

const hubOf = ({ url }: Browser): string => url.pathname.split('/').slice(0, 3).join('/');

const atLinking = (
  title: string,
  body: (world: SignInWorld, browser: Browser, fresh: FreshDatabase) => Promise<void>,
): void =>
  onDatabase('sqlite', title, async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    await anAccount(world);
    const browser = world.browser();
    await world.send(browser);
    await giveEmail(browser, ada);
    await givePassword(browser, ada);
    browser.isAt('Account Linking');
    browser.fillIn('username', 'bob');
    browser.fillIn('password', legacyPassword);
    await body(world, browser, fresh);
  });

const fields = { username: 'bob', password: legacyPassword, link: 'yes' };

atLinking(
  'where the answer to the first press was lost, the second one leads to the service',
  async (world, browser, { db }) => {
    const hub = hubOf(browser);
    // The browser never sees these answers, nor their cookies.
    assert.equal((await forge(world, browser, { path: `${hub}/link`, fields })).status, 303);
    assert.match((await forge(world, browser, { path: hub, fields, method: 'GET' })).body, /Going on to/);
    await browser.press('Sign in');
    browser.isAt('managed-hosting callback');
    assert.equal((await world.exchange(browser)).status, 200);
    assert.equal((await db.selectFrom('links').selectAll().execute()).length, 1);
  },
);

atLinking(
  'where the first press has opened the service, the second one opens it again',
  async (world, browser) => {
    const again = browser.newTab();
    await again.visit(browser.url.href);
    again.fillIn('username', 'bob');
    again.fillIn('password', legacyPassword);
    await browser.press('Sign in');
    browser.isAt('managed-hosting callback');
    await again.press('Sign in').catch(() => undefined);
    assert.match(again.trail.join(' '), /\/sign-in\/[\w-]+\/link http/, again.trail.join(' '));
    assert.doesNotMatch(again.trail.at(-1) ?? '', new RegExp(world.issuer));
  },
);

atLinking(
  'nobody else is led on: another browser, or one whose session has ended, is told',
  async (world, browser) => {
    const hub = hubOf(browser);
    const cookies = browser.cookies.headerFor(new URL(hub, world.issuer));
    await forge(world, browser, { path: `${hub}/link`, fields });
    await forge(world, browser, { path: hub, fields, method: 'GET' });
    const withoutBrowser = cookies.split('; ').filter((pair) => !pair.startsWith('ma_browser='));
    const planted = world.browser();
    await planted.visit(world.issuer);
    for (const pair of withoutBrowser) planted.cookies.take(`${pair}; path=/`, new URL(world.issuer));
    await planted.visit(world.issuer + hub);
    planted.isAt('This sign-in is complete');

    const csrf = browser.valueOf('csrf') ?? '';
    await browser.press('Sign in');
    browser.isAt('managed-hosting callback');
    const late = browser.newTab();
    await late.visit(`${world.issuer}/sign-out`);
    await late.press('Sign out');
    await late.visit(`${world.issuer}${hub}/link`);
    late.isAt('This sign-in is complete');
    const posted = await forge(world, late, { path: `${hub}/link`, fields: { csrf, ...fields } });
    assert.equal(posted.status, 410);
    assert.match(posted.body, /This sign-in is complete/);
  },
);

onDatabase(
  'sqlite',
  'where the answer to the password was lost, the form sent once more goes on; nothing else does with the cookie of before',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    const app = await giveApp(world, { id: await anAccount(world), email: ada.email });
    const browser = world.browser();
    await world.send(browser);
    await giveEmail(browser, ada);
    const hub = hubOf(browser);
    const given = { password: ada.password };
    const lost = await forge(world, browser, { path: `${hub}/password`, fields: given });
    assert.equal(lost.status, 303);
    const wrong = await forge(world, browser, {
      path: `${hub}/password`,
      fields: { password: 'a wrong one' },
    });
    assert.equal(wrong.status, 422);
    assert.doesNotMatch(String(wrong.headers['set-cookie']), /ma_attempt/);
    for (const path of [hub, `${hub}/link`, `${hub}/password`]) {
      const shown = await forge(world, browser, { path, fields: {}, method: 'GET' });
      assert.equal(shown.status, 410, path);
    }
    const old = browser.cookies.headerFor(new URL(hub, world.issuer));
    const under = (cookie: string) =>
      forge(world, browser, { path: `${hub}/password`, fields: given, headers: { cookie } });
    await givePassword(browser, ada);
    browser.isAt('Enter your code');
    assert.equal((await forge(world, browser, { path: hub, fields: {}, method: 'GET' })).status, 303);
    browser.fillIn('code', app.code());
    await browser.press('Continue');
    browser.isAt('Account Linking');
    // Whoever has the password and the cookie of before gets nothing of the code that was given since.
    assert.equal((await under(old)).status, 410);
    await browser.reload();
    browser.isAt('Account Linking');
  },
);
