import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { days, hours, seconds } from '../../src/kernel/index.ts';
import type { Browser } from '../support/browser.ts';
import { mailSaying } from '../support/mailbox.ts';
import { aWorld, type World } from '../support/world.ts';
import {
  ada,
  answerQuestions,
  arriveFrom,
  comeInFor,
  declineSecondFactor,
  enterToken,
  giveEmail,
  givePassword,
} from './people.ts';

const managedHosting = { serviceId: 'managed-hosting', username: 'alice' };

/** Ada, with a link, signed in. */
async function adaSignedIn(world: World) {
  const browser = world.browser();
  await comeInFor(browser, world, ada, managedHosting);
  return browser;
}

async function askForDeletion(world: World, browser: Browser) {
  await browser.visit(`${world.issuer}/account/my-data`);
  await browser.follow('Delete my account');
  browser.isAt('Delete your account?');
  browser.says('Your accounts at Managed Hosting stay as they are.');
  browser.fillIn('currentPassword', ada.password);
  await browser.press('Delete my account');
  browser.isAt('Your account will be deleted');
}

/** Managed Hosting has been told over the back channel. */
async function untilSignedOutOf(world: World, browser: Browser): Promise<void> {
  await browser.visit(world.service('managed-hosting'));
  while (!browser.links.includes('Sign in')) {
    await sleep(50);
    await browser.reload();
  }
}

test('a copy of everything is downloaded with the password, and holds nothing that proves who one is', async (t) => {
  const world = await aWorld(t);
  const browser = await adaSignedIn(world);
  await browser.visit(`${world.issuer}/account/my-data`);
  browser.isAt('My data');
  browser.fillIn('currentPassword', 'not my password at all');
  await browser.press('Download my data');
  assert.deepEqual(browser.problems, ['This is not your Master Account password.']);
  world.letPass(seconds(1));
  browser.fillIn('currentPassword', ada.password);
  await browser.press('Download my data');
  assert.match(
    browser.header('content-disposition') ?? '',
    /^attachment; filename="my-account-\d{4}-\d\d-\d\d\.json"$/,
  );
  assert.match(browser.header('content-type') ?? '', /^application\/json/);
  assert.match(browser.header('cache-control') ?? '', /no-store/);
  const copy = JSON.parse(browser.html);
  assert.equal(copy.account.email, ada.email);
  assert.deepEqual(
    copy.links.map((link: Record<string, string>) => [link['service'], link['username']]),
    [['managed-hosting', 'alice']],
  );
  assert.equal(copy.securityQuestions.length, 3);
  assert.equal(copy.sessions.length, 1);
  assert.ok(copy.sessions[0].services.includes('managed-hosting'));
  assert.equal(copy.password.expiration, 'never');
  const kinds = copy.messages.map(({ kind }: { kind: string }) => kind);
  for (const kind of ['account-created', 'registration-token']) assert.ok(kinds.includes(kind), kind);
  assert.equal(copy.activity[0].what, 'account-copied');
  const own = copy.activity.filter(({ address }: { address?: string }) => address !== undefined);
  const unnamed = own.filter((event: { browser?: string }) => event.browser === undefined);
  assert.deepEqual(
    [...new Set(unnamed.map(({ what }: { what: string }) => what))],
    [],
    'each names the browser that it was done with',
  );
  for (const what of ['account-created', 'password-given', 'signed-in', 'service-account-proven'])
    assert.ok(
      own.some((event: { what: string }) => event.what === what),
      what,
    );
  assert.deepEqual(copy.earlierStates, []);
  assert.equal(copy.browsersThatSignIn.length, 1);
  assert.ok(copy.browsersThatSignIn[0].firstSignedInAt);
  assert.doesNotMatch(browser.html, /argon2|nswer number|legacy-password|sealed|digest/i);
});

test('an account that is to be deleted opens no service, is kept with one button, and then opens as before', async (t) => {
  const world = await aWorld(t);
  const browser = await adaSignedIn(world);
  const elsewhere = world.browser();
  await arriveFrom(elsewhere, world, 'managed-hosting');
  await giveEmail(elsewhere, ada);
  await givePassword(elsewhere, ada);
  elsewhere.isAt('Welcome, Alice Archer');
  await askForDeletion(world, browser);
  const told = await mailSaying(world, ada.email, /will be deleted/);
  assert.match(told.text, /Until then you can change your mind/);
  for (const each of [browser, elsewhere]) {
    await each.visit(`${world.issuer}/account/my-data`);
    each.isAt('Enter your email address');
  }
  await untilSignedOutOf(world, elsewhere);
  await elsewhere.follow('Sign in');
  await giveEmail(elsewhere, ada);
  await givePassword(elsewhere, ada);
  elsewhere.isAt('Keep your account?');

  // Manage My Account says so on every page, and its session opens no service either.
  await browser.visit(`${world.issuer}/account/links`);
  await giveEmail(browser, ada);
  await givePassword(browser, ada);
  browser.isAt('Account Linking');
  browser.says('Your account will be deleted');
  await browser.follow('Add Private Cloud');
  browser.isAt('Account Linking');
  await untilSignedOutOf(world, browser);
  await browser.follow('Sign in');
  browser.isAt('Keep your account?');
  await browser.visit(`${world.issuer}/`);
  browser.says('Your account will be deleted');

  await elsewhere.press('Keep my account');
  elsewhere.isAt('Welcome, Alice Archer');
  await browser.visit(`${world.issuer}/account/my-data`);
  assert.ok(!browser.has('Your account will be deleted'));
  world.letPass(days(15));
  const later = world.browser();
  await arriveFrom(later, world, 'managed-hosting');
  await giveEmail(later, ada);
  await givePassword(later, ada);
  later.isAt('Welcome, Alice Archer');
});

test('the account is kept from Manage My Account as well', async (t) => {
  const world = await aWorld(t);
  const browser = await adaSignedIn(world);
  await askForDeletion(world, browser);
  await browser.visit(`${world.issuer}/account/activity`);
  await giveEmail(browser, ada);
  await givePassword(browser, ada);
  await browser.press('Keep my account');
  browser.isAt('My data');
  browser.says('Your account is kept');
  await untilSignedOutOf(world, browser);
  await browser.follow('Sign in');
  browser.isAt('Welcome, Alice Archer');
});

test('a password that ends within 14 days is told of in Manage My Account and on the start page', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  await arriveFrom(browser, world, 'managed-hosting');
  await giveEmail(browser, ada);
  browser.fillIn('firstName', ada.firstName);
  browser.fillIn('lastName', ada.lastName);
  await browser.press('Next');
  browser.fillIn('password', ada.password);
  browser.fillIn('passwordConfirmation', ada.password);
  browser.choose('passwordExpiration', '30-days');
  await browser.press('Next');
  await declineSecondFactor(browser);
  await answerQuestions(browser);
  await enterToken(browser, world, ada);
  await browser.visit(`${world.issuer}/account/sessions`);
  await giveEmail(browser, ada);
  await givePassword(browser, ada);
  browser.isAt('Where you are signed in');
  assert.ok(!browser.has('Your password ends soon'));
  world.letPass(days(17));
  await browser.visit(`${world.issuer}/account/sessions`);
  await giveEmail(browser, ada);
  await givePassword(browser, ada);
  browser.says('Your password ends soon');
  browser.says('Set a new one under Authentication');
  await browser.visit(`${world.issuer}/`);
  browser.says('Your password ends soon');
});

test('a sign-in from a browser that the account was never used in is told of once, and the first one is not', async (t) => {
  const world = await aWorld(t);
  await adaSignedIn(world);
  const news = async () =>
    (await world.mailbox.mailsTo(ada.email)).filter(({ subject }) => /new device/.test(subject));
  const another = world.browser();
  for (let visit = 0; visit < 2; visit++) {
    await arriveFrom(another, world, 'managed-hosting');
    await giveEmail(another, ada);
    await givePassword(another, ada);
    another.isAt('Welcome, Alice Archer');
    await another.press('Sign out');
    await another.press('Sign out');
    while ((await news()).length === 0) await sleep(20);
    world.letPass(hours(1));
  }
  const [mail, ...more] = await news();
  assert.deepEqual(more, []);
  assert.match(mail?.text ?? '', /127\.0\.0\.1/);
  assert.match(mail?.text ?? '', /not-me\?notice=/);
});
