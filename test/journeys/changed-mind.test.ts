import assert from 'node:assert/strict';
import { test } from 'node:test';
import { legacyPassword } from '../../demo/lumen.ts';
import { aWorld } from '../support/world.ts';
import {
  ada,
  answerQuestions,
  arriveFrom,
  choosePassword,
  comeInFor,
  declineSecondFactor,
  enterToken,
  giveContact,
  giveEmail,
  givePassword,
  grace,
  proveServiceAccount,
  register,
  signIn,
} from './people.ts';

const managedHosting = { serviceId: 'managed-hosting', username: 'alice' };

test('who has asked for another account this once may use the linked one after all', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  await comeInFor(browser, world, ada, managedHosting);
  await browser.follow('Use another account this once');
  browser.fillIn('username', 'bob');
  browser.fillIn('password', 'wrong');
  await browser.press('Sign in');
  assert.deepEqual(browser.problems, ['Your Managed Hosting username or password is incorrect.']);
  await browser.press('Use the linked account alice');
  browser.isAt('Welcome, Alice Archer');
  browser.says('linked');
});

test('whoever finds somebody else signed in at Account Linking links to an account of their own', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  await register(world.browser(), world, grace, 'private-cloud');
  await register(browser, world, ada, 'managed-hosting');
  await givePassword(browser, ada);
  browser.isAt('Account Linking');
  browser.says(ada.email);
  assert.ok(!browser.has('Use another address'), 'who has just given the password is who they are');
  await proveServiceAccount(browser, 'alice');

  await arriveFrom(browser, world, 'private-cloud');
  browser.isAt('Account Linking');
  browser.says(ada.email);
  await browser.follow('Use another address');
  await giveEmail(browser, grace);
  await givePassword(browser, grace);
  browser.says(grace.email);
  await proveServiceAccount(browser, 'bob');
  browser.isAt('Welcome, Bob Baker');
  browser.says('Grace Hopper');
});

test('the password page says what comes next in words that are true with and without a link', async (t) => {
  const world = await aWorld(t);
  await comeInFor(world.browser(), world, ada, managedHosting);
  for (const serviceId of ['managed-hosting', 'private-cloud']) {
    const browser = world.browser();
    await arriveFrom(browser, world, serviceId);
    await giveEmail(browser, ada);
    browser.says(/After this you go on to \w+ \w+, or link it first\./);
  }
  const once = world.browser();
  await once.visit(`${world.service('managed-hosting')}/sign-in?once=1`);
  await giveEmail(once, ada);
  once.says('After this you choose the account that opens Managed Hosting this once.');
  await givePassword(once, ada);
  once.isAt('Use another account this once');
  once.fillIn('username', 'bob');
  once.fillIn('password', legacyPassword);
  await once.press('Sign in');
  once.isAt('Welcome, Bob Baker');
});

test('the start page says who is signed in and what is linked, and leads to the account and out', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  await browser.visit(world.issuer);
  assert.ok(!browser.has('Sign out'));
  await comeInFor(browser, world, ada, managedHosting);
  await browser.visit(world.issuer);
  browser.says('Ada Lovelace');
  browser.says('You are signed in as ada@example.com.');
  browser.says('SavvisStation, linked as alice');
  assert.ok(!browser.has('Dedicated Cloud Compute, linked as'));
  await browser.follow('Manage My Account');
  browser.isAt('Contact details');
  await browser.visit(world.issuer);
  await browser.follow('Sign out');
  await browser.press('Sign out');
  await browser.follow('Go to the start');
  assert.ok(!browser.has('Sign out'));
  assert.ok(!browser.has('Ada Lovelace'));
});

test('Help leads back to the sign-in that it was opened from, in that browser only and while it lasts', async (t) => {
  const world = await aWorld(t);
  const back = 'Back to signing in to Managed Hosting';
  await comeInFor(world.browser(), world, ada, managedHosting);
  const browser = world.browser();
  await arriveFrom(browser, world, 'managed-hosting');
  await giveEmail(browser, ada);
  await browser.follow('Help');
  browser.isAt('How can we help?');
  browser.choose('topic', 'forgotten-password');
  await browser.press('Show what to do');
  browser.says('They ask for your support PIN');
  const help = browser.url.href;
  browser.choose('topic', 'sign-in');
  await browser.press('Show what to do');
  await browser.follow(back);
  browser.isAt('Enter your password');

  const elsewhere = world.browser();
  await elsewhere.visit(help);
  assert.ok(!elsewhere.has(back));
  await signIn(elsewhere, world, ada, 'managed-hosting');
  await elsewhere.visit(help);
  assert.ok(!elsewhere.has(back));

  await givePassword(browser, ada);
  browser.isAt('Welcome, Alice Archer');
  await browser.visit(help);
  assert.ok(!browser.has(back));
});

test('Help leads back to the registration that it was opened from, in that browser only and while it goes on', async (t) => {
  const world = await aWorld(t);
  const back = 'Back to your registration';
  const browser = world.browser();
  await arriveFrom(browser, world, 'managed-hosting');
  await giveEmail(browser, ada);
  await giveContact(browser, ada);
  await browser.follow('Help');
  const help = browser.url.href;
  await browser.follow(back);
  browser.isAt('Choose your password');

  const elsewhere = world.browser();
  await elsewhere.visit(help);
  assert.ok(!elsewhere.has(back));

  await choosePassword(browser, ada);
  await declineSecondFactor(browser);
  await answerQuestions(browser);
  await enterToken(browser, world, ada);
  browser.isAt('Your account is ready');
  await browser.visit(help);
  assert.ok(!browser.has(back));
});
