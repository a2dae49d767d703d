import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Browser } from '../support/browser.ts';
import { aWorld, type World } from '../support/world.ts';
import {
  ada,
  arriveFrom,
  comeInFor,
  givePassword,
  grace,
  proveServiceAccount,
  register,
  signIn,
} from './people.ts';

/** A browser at Account Linking of Managed Hosting, with a fresh account. */
async function atLinking(world: World): Promise<Browser> {
  const browser = world.browser();
  await register(browser, world, ada, 'managed-hosting');
  await givePassword(browser, ada);
  browser.isAt('Account Linking');
  return browser;
}

test('a wrong password is named as that of the service, with what was typed kept and its support', async (t) => {
  const browser = await atLinking(await aWorld(t));
  await proveServiceAccount(browser, 'alice', { password: 'not this one' });
  browser.isAt('Account Linking');
  assert.deepEqual(browser.problems, ['Your Managed Hosting username or password is incorrect.']);
  assert.equal(browser.valueOf('username'), 'alice');
  assert.equal(browser.valueOf('password'), '');
  browser.says('managed-hosting@ctl.io');
  await proveServiceAccount(browser, 'alice');
  browser.isAt('Welcome, Alice Archer');
});

test('nobody is told whether a username exists at the service', async (t) => {
  const browser = await atLinking(await aWorld(t));
  await proveServiceAccount(browser, 'nobody');
  assert.deepEqual(browser.problems, ['Your Managed Hosting username or password is incorrect.']);
  await proveServiceAccount(browser, 'locked', { password: 'not this one' });
  assert.deepEqual(browser.problems, ['Your Managed Hosting username or password is incorrect.']);
});

for (const [username, sentence, way] of [
  ['locked', 'Your account at Managed Hosting is locked', 'managed-hosting@ctl.io'],
  ['expired', 'Your password at Managed Hosting has expired', 'Forgot your password at Managed Hosting'],
  ['second-step', 'Managed Hosting asks for a second step', 'managed-hosting@ctl.io'],
] as const) {
  test(`of a service account that is ${username} it is said so, with where to go`, async (t) => {
    const browser = await atLinking(await aWorld(t));
    await proveServiceAccount(browser, username);
    browser.isAt('Account Linking');
    assertProblem(browser, sentence);
    assert.ok(browser.has(way));
    await proveServiceAccount(browser, 'alice');
    browser.isAt('Welcome, Alice Archer');
  });
}

test('a service that does not answer is said to be out of reach, no try is counted, and others open', async (t) => {
  const world = await aWorld(t);
  const browser = await atLinking(world);
  await press(world, 'Stop Managed Hosting');
  for (let tries = 0; tries < 12; tries++) {
    await proveServiceAccount(browser, 'alice');
    assertProblem(browser, 'Managed Hosting could not be reached. Your password was not checked');
  }
  const other = browser.newTab();
  await arriveFrom(other, world, 'private-cloud');
  await signInHere(other);
  await proveServiceAccount(other, 'alice');
  other.isAt('Welcome, Alice Archer');

  await press(world, 'Start Managed Hosting');
  await proveServiceAccount(browser, 'alice');
  browser.isAt('Welcome, Alice Archer');
});

test('unchecked, the service opens this once and asks again next time', async (t) => {
  const world = await aWorld(t);
  const browser = await atLinking(world);
  await proveServiceAccount(browser, 'alice', { link: false });
  browser.isAt('Welcome, Alice Archer');
  browser.says('once');

  const elsewhere = world.browser();
  await signIn(elsewhere, world, ada, 'managed-hosting');
  await proveServiceAccount(elsewhere, 'alice');
  elsewhere.says('linked');
});

test('a service account that is taken stays with its owner, and opens this once for who knows its password', async (t) => {
  const world = await aWorld(t);
  await comeInFor(world.browser(), world, grace, { serviceId: 'managed-hosting', username: 'alice' });
  const browser = await atLinking(world);
  await proveServiceAccount(browser, 'alice');
  browser.isAt('Account Linking');
  assertProblem(browser, 'This service account is already linked');
  browser.says('help@ctl.io');
  assert.ok(!browser.text.includes(grace.email), 'whose it is is not said');
  assert.ok(!browser.text.includes(grace.firstName));

  await proveServiceAccount(browser, 'alice', { link: false });
  browser.isAt('Welcome, Alice Archer');
  const owner = world.browser();
  await signIn(owner, world, grace, 'managed-hosting');
  owner.isAt('Welcome, Alice Archer');
});

test('what is left empty is asked for, and the service is not asked', async (t) => {
  const browser = await atLinking(await aWorld(t));
  await browser.press('Sign in');
  assert.deepEqual(browser.problems, [
    'Enter your username at Managed Hosting.',
    'Enter your password at Managed Hosting.',
  ]);
});

/** As any other refusal: in the title, and in the summary that is focused. */
function assertProblem(browser: Browser, sentence: string): void {
  assert.match(browser.html, /<title>Problem: Account Linking/);
  assert.equal(browser.problems.length, 1);
  assert.ok(browser.problems[0]?.startsWith(sentence), browser.problems[0]);
}

/** Signs in where the attempt of another tab has not made a session yet. */
async function signInHere(browser: Browser): Promise<void> {
  if (browser.heading === 'Account Linking') return;
  browser.fillIn('email', ada.email);
  await browser.press('Next');
  await givePassword(browser, ada);
}

async function press(world: World, words: string): Promise<void> {
  const operator = world.browser();
  await operator.visit(world.startPage);
  await operator.press(words);
}
