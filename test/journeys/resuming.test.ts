import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hours, minutes } from '../../src/kernel/index.ts';
import { tokenIn } from '../support/mailbox.ts';
import { aWorld } from '../support/world.ts';
import {
  ada,
  answerQuestions,
  arriveFrom,
  choosePassword,
  declineSecondFactor,
  enterToken,
  fillInRegistration,
  giveContact,
  giveEmail,
  givePassword,
  proveServiceAccount,
} from './people.ts';

test('a registration goes on where it was after the browser was closed', async (t) => {
  const world = await aWorld(t);
  let browser = world.browser();
  await arriveFrom(browser, world, 'managed-hosting');
  await giveEmail(browser, ada);
  await giveContact(browser, ada);
  browser.isAt('Choose your password');

  browser = browser.reopened();
  await browser.visit(`${world.issuer}/register`);
  await choosePassword(browser, ada);

  browser = browser.reopened();
  await arriveFrom(browser, world, 'managed-hosting');
  await giveEmail(browser, ada);
  await declineSecondFactor(browser);
  await answerQuestions(browser);
  await enterToken(browser, world, ada);
  browser.isAt('Your account is ready');
});

test('Back keeps what was entered, and Next leads on again', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  await arriveFrom(browser, world, 'managed-hosting');
  await giveEmail(browser, ada);
  browser.fillIn('phone', '+1-555-555-5555');
  browser.fillIn('pin', '2468');
  await giveContact(browser, ada);
  await choosePassword(browser, ada);
  await browser.follow('Back');
  browser.isAt('Your password is set');
  await browser.follow('Back');
  browser.isAt('Tell us who you are');
  assert.equal(browser.valueOf('firstName'), 'Ada');
  assert.equal(browser.valueOf('pin'), '2468');
  assert.match(browser.valueOf('phone') ?? '', /^\+1/);
  await browser.press('Next');
  await browser.press('Next');
  await declineSecondFactor(browser);
});

test('the lunch break: a sign-in outlives it, and a registration outlives the sign-in', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  await arriveFrom(browser, world, 'managed-hosting');
  await giveEmail(browser, ada);
  world.letPass(minutes(75));
  await fillInRegistration(browser, ada);
  world.letPass(minutes(75));
  await enterToken(browser, world, ada);
  browser.isAt('Your account is ready');
});

test('a registration whose sign-in has expired ends at the service all the same, with the address filled in', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  await arriveFrom(browser, world, 'managed-hosting');
  await giveEmail(browser, ada);
  await fillInRegistration(browser, ada);
  world.letPass(hours(20));
  await enterToken(browser, world, ada);
  browser.isAt('Your account is ready');
  await arriveFrom(browser, world, 'managed-hosting');
  assert.equal(browser.valueOf('email'), ada.email);
  await browser.press('Next');
  await givePassword(browser, ada);
  await proveServiceAccount(browser, 'alice');
  browser.isAt('Welcome, Alice Archer');
  world.letPass(hours(2));
  await browser.visit(`${world.issuer}/account`);
  browser.isAt('Enter your email address');
  assert.equal(browser.valueOf('email'), '', 'whoever uses the browser afterwards is told no address');
});

test('a registration that was left alone for a day is gone, and nothing of it can sign in', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  await arriveFrom(browser, world, 'managed-hosting');
  await giveEmail(browser, ada);
  await fillInRegistration(browser, ada);
  const mail = await world.mailbox.newestMailTo(ada.email);
  world.letPass(hours(25));
  browser.fillIn('token', tokenIn(mail));
  await browser.press('Register');
  browser.isAt('Make your Lumen account');
});

test('a new token makes the older one worthless', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  await arriveFrom(browser, world, 'managed-hosting');
  await giveEmail(browser, ada);
  await fillInRegistration(browser, ada);
  const first = await world.mailbox.newestMailTo(ada.email);

  await browser.press('Send a new token');
  browser.says('No token was sent just now');
  world.letPass(minutes(2));
  await browser.press('Send a new token');
  browser.says('A new token is on its way');
  const second = await world.mailbox.newestMailTo(ada.email, { after: first });

  browser.fillIn('token', tokenIn(first));
  await browser.press('Register');
  browser.isAt('Verify your email');
  assert.equal(browser.problems.length, 1);
  browser.fillIn('token', tokenIn(second).toLowerCase().replace('-', ' '));
  await browser.press('Register');
  browser.isAt('Your account is ready');
});
