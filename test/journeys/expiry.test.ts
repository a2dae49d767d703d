import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hours, minutes } from '../../src/kernel/index.ts';
import { aWorld } from '../support/world.ts';
import { ada, arriveFrom, comeInFor, giveEmail, givePassword, register, signIn } from './people.ts';

const managedHosting = { serviceId: 'managed-hosting', username: 'alice' };

test('a sign-in outlives a lunch break', async (t) => {
  const world = await aWorld(t);
  await comeInFor(world.browser(), world, ada, managedHosting);
  const browser = world.browser();
  await arriveFrom(browser, world, 'managed-hosting');
  await giveEmail(browser, ada);
  world.letPass(minutes(90));
  await givePassword(browser, ada);
  browser.isAt('Welcome, Alice Archer');
});

test('a sign-in that has expired says so, and one button starts again at the service', async (t) => {
  const world = await aWorld(t);
  await comeInFor(world.browser(), world, ada, managedHosting);
  const browser = world.browser();
  await arriveFrom(browser, world, 'managed-hosting');
  await giveEmail(browser, ada);
  world.letPass(hours(26));
  await givePassword(browser, ada);
  browser.isAt('This sign-in has expired');
  await browser.follow('Start again at Managed Hosting');
  await giveEmail(browser, ada);
  await givePassword(browser, ada);
  browser.isAt('Welcome, Alice Archer');
});

test('cookies that are gone at a form are said on one page, whose one button starts again at the service', async (t) => {
  const world = await aWorld(t);
  await register(world.browser(), world, ada, 'managed-hosting');
  const browser = world.browser();
  await arriveFrom(browser, world, 'managed-hosting');
  await giveEmail(browser, ada);
  browser.cookies.forget();
  browser.fillIn('password', ada.password);
  await browser.press('Sign in');
  browser.isAt('This sign-in has expired');
  assert.doesNotMatch(browser.text, /cookie/i, 'nobody is told to delete cookies');
  await browser.follow('Start again at Managed Hosting');
  await giveEmail(browser, ada);
  await givePassword(browser, ada);
  browser.isAt('Account Linking');
});

test('an address of a sign-in that somebody else began opens nothing', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  await arriveFrom(browser, world, 'managed-hosting');
  const other = world.browser();
  await other.visit(browser.url.href);
  other.isAt('This sign-in has expired');
});

test('the Back button after a sign-in leads to a page that says so, and on to the service', async (t) => {
  const world = await aWorld(t);
  await comeInFor(world.browser(), world, ada, managedHosting);
  const browser = world.browser();
  await arriveFrom(browser, world, 'managed-hosting');
  await giveEmail(browser, ada);
  const passwordPage = browser.url.href;
  await givePassword(browser, ada);
  browser.isAt('Welcome, Alice Archer');
  await browser.visit(passwordPage);
  browser.isAt('This sign-in is complete');
  await browser.follow('Go on to Managed Hosting');
  browser.isAt('Welcome, Alice Archer');
});

test('two tabs of the same browser go their own ways', async (t) => {
  const world = await aWorld(t);
  await comeInFor(world.browser(), world, ada, managedHosting);
  const first = world.browser();
  const second = first.newTab();
  await arriveFrom(first, world, 'managed-hosting');
  await arriveFrom(second, world, 'private-cloud');
  await giveEmail(first, ada);
  await giveEmail(second, ada);
  await givePassword(second, ada);
  second.isAt('Account Linking');
  second.says('Private Cloud');
  await givePassword(first, ada);
  first.isAt('Welcome, Alice Archer');
});

test('a session ends after an hour without use, and after twelve in any case', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  await comeInFor(browser, world, ada, managedHosting);
  browser.cookies.forget(/managed-hosting/);
  world.letPass(minutes(50));
  await arriveFrom(browser, world, 'managed-hosting');
  browser.isAt('Welcome, Alice Archer');
  browser.cookies.forget(/managed-hosting/);
  // Two minutes more: another node may have seen it and not written so yet.
  world.letPass(minutes(62));
  await arriveFrom(browser, world, 'managed-hosting');
  browser.isAt('Enter your email address');

  await signIn(browser, world, ada, 'managed-hosting');
  for (let used = 0; used < 15; used++) {
    world.letPass(minutes(50));
    browser.cookies.forget(/managed-hosting/);
    await arriveFrom(browser, world, 'managed-hosting');
    if (browser.heading === 'Enter your email address') {
      assert.ok(used >= 13, `it ended after ${(used + 1) * 50} minutes`);
      return;
    }
  }
  assert.fail('The session never ended.');
});

test('at a browser that was left open for more than an hour, nobody links a service without the password', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  await comeInFor(browser, world, ada, managedHosting);
  world.letPass(minutes(50));
  await arriveFrom(browser, world, 'private-cloud');
  browser.isAt('Account Linking');
  world.letPass(minutes(11));
  browser.fillIn('username', 'bob');
  browser.fillIn('password', 'legacy-password');
  await browser.press('Sign in');
  browser.isAt('Enter your password');
  browser.says(ada.email);
  await givePassword(browser, ada);
  browser.isAt('Account Linking');
});
