import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { linkIn, tokenIn } from '../support/mailbox.ts';
import { aWorld } from '../support/world.ts';
import {
  ada,
  answerQuestions,
  arriveFrom,
  choosePassword,
  comeInFor,
  declineSecondFactor,
  giveContact,
  giveEmail,
  givePassword,
  proveServiceAccount,
  register,
  signIn,
} from './people.ts';

const managedHosting = { serviceId: 'managed-hosting', username: 'alice' };

test('from a service through registration and linking back into the service', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  await arriveFrom(browser, world, 'managed-hosting');
  browser.isAt('Enter your email address');
  browser.says('Managed Hosting');
  await giveEmail(browser, ada);

  browser.isAt('Tell us who you are');
  browser.says('Step 1 of 6: Contact details');
  browser.says(ada.email);
  assert.match(browser.valueOf('pin') ?? '', /^\d{6}$/, 'a PIN is assigned already');
  await giveContact(browser, ada);
  browser.says('Step 2 of 6: Password');
  await choosePassword(browser, ada);
  browser.says('Step 3 of 6: Multi-factor authentication');
  await declineSecondFactor(browser);
  browser.says('Step 4 of 6: Security questions');
  await answerQuestions(browser);

  browser.isAt('Verify your email');
  browser.says('Step 5 of 6: Verify your email');
  const mail = await world.mailbox.newestMailTo(ada.email);
  assert.equal(mail.subject, 'Lumen Email Validation Token');
  assert.match(mail.from, /noreply@ctl\.io/);
  browser.fillIn('token', tokenIn(mail));
  await browser.press('Register');

  browser.isAt('Your account is ready');
  browser.says('Step 6 of 6: Done');
  await browser.follow('Sign in and go on to Managed Hosting');
  browser.says(ada.email);
  await givePassword(browser, ada);
  browser.isAt('Account Linking');
  browser.says('Managed Hosting');
  await proveServiceAccount(browser, 'alice');
  browser.isAt('Welcome, Alice Archer');
  assert.equal(browser.url.origin, world.service('managed-hosting'));
  browser.says('mh-1001');
  browser.says('Ada Lovelace');
});

test('a second service asks to link once, and after that every linked service opens with no page', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  await comeInFor(browser, world, ada, managedHosting);
  browser.isAt('Welcome, Alice Archer');

  await arriveFrom(browser, world, 'private-cloud');
  await proveServiceAccount(browser, 'bob');
  browser.isAt('Welcome, Bob Baker');

  for (const [serviceId, welcome] of [
    ['managed-hosting', 'Welcome, Alice Archer'],
    ['private-cloud', 'Welcome, Bob Baker'],
  ] as const) {
    browser.cookies.forget(new RegExp(serviceId));
    await arriveFrom(browser, world, serviceId);
    browser.isAt(welcome);
  }
});

test('a single sign-on writes to the database at most four times', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  await comeInFor(browser, world, ada, managedHosting);
  // Mail counts on budgets as it is sent: token, account and link are behind us before anything is counted here.
  while ((await world.mailbox.mailsTo(ada.email)).length < 3) await sleep(20);
  for (let visit = 0; visit < 3; visit++) {
    browser.cookies.forget(/managed-hosting/);
    const before = world.writes.length;
    await arriveFrom(browser, world, 'managed-hosting');
    browser.isAt('Welcome, Alice Archer');
    // The worker writes down beside it what became of its emails, and seals the audit.
    const ofWorker = /"message|"auditChain"|^update "auditEvents"/;
    const writes = world.writes.slice(before).filter((statement) => !ofWorker.test(statement));
    assert.ok(writes.length > 0 && writes.length <= 4, writes.join('\n'));
  }
});

test('an account that has linked a service is asked for its password only', async (t) => {
  const world = await aWorld(t);
  await comeInFor(world.browser(), world, ada, managedHosting);
  const elsewhere = world.browser();
  await signIn(elsewhere, world, ada, 'managed-hosting');
  elsewhere.isAt('Welcome, Alice Archer');
});

test('the link in the email fills the token in, and opening it uses nothing up', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  await arriveFrom(browser, world, 'managed-hosting');
  await giveEmail(browser, ada);
  await giveContact(browser, ada);
  await choosePassword(browser, ada);
  await declineSecondFactor(browser);
  await answerQuestions(browser);
  const mail = await world.mailbox.newestMailTo(ada.email);
  const address = linkIn(mail, '/register/');

  const scanner = world.browser();
  await scanner.visit(address);
  scanner.isAt('Enter the token in your first browser');

  await browser.visit(address);
  browser.isAt('Verify your email');
  assert.equal(browser.valueOf('token'), tokenIn(mail));
  await browser.press('Register');
  browser.isAt('Your account is ready');
});

test('signing out ends the session here and in every service', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  await comeInFor(browser, world, ada, managedHosting);
  await arriveFrom(browser, world, 'private-cloud');
  await proveServiceAccount(browser, 'bob');

  await browser.press('Sign out');
  browser.isAt('Sign out everywhere?');
  await browser.press('Sign out');
  browser.isAt('You are signed out');
  browser.says('You are signed out here and at Managed Hosting and Private Cloud.');
  for (const serviceId of ['managed-hosting', 'private-cloud']) {
    await browser.visit(world.service(serviceId));
    assert.ok(browser.has('Sign in'), `${serviceId} was told`);
  }
  await browser.follow('Sign in');
  browser.isAt('Enter your email address');
});

test('another account of the service is used this once when it is asked for', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  await comeInFor(browser, world, ada, managedHosting);
  await browser.follow('Use another account this once');
  browser.isAt('Use another account this once');
  browser.says('Next time Managed Hosting opens as alice again.');
  browser.fillIn('username', 'bob');
  browser.fillIn('password', 'legacy-password');
  await browser.press('Sign in');
  browser.isAt('Welcome, Bob Baker');
  browser.says('once');

  const elsewhere = world.browser();
  await signIn(elsewhere, world, ada, 'managed-hosting');
  elsewhere.isAt('Welcome, Alice Archer');
});

test('the home page leads to every service', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  await browser.visit(world.issuer);
  for (const name of ['Managed Hosting', 'Private Cloud', 'Cloud Application Manager', 'Public Cloud']) {
    browser.says(name);
  }
});

test('an address that is known leads to the password page, with another address one link away', async (t) => {
  const world = await aWorld(t);
  await register(world.browser(), world, ada, 'public-cloud');
  const browser = world.browser();
  await arriveFrom(browser, world, 'public-cloud');
  await giveEmail(browser, { ...ada, email: ' ADA@Example.com ' });
  browser.isAt('Enter your password');
  browser.says(ada.email);
  await browser.follow('Use another address');
  browser.isAt('Enter your email address');
});
