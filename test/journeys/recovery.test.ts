// "Forgot your password", with JavaScript off.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { minutes } from '../../src/kernel/index.ts';
import type { Browser } from '../support/browser.ts';
import { linkIn, type Mail, tokenIn } from '../support/mailbox.ts';
import { aWorld, type World } from '../support/world.ts';
import { ada, arriveFrom, comeInFor, giveEmail, givePassword, grace } from './people.ts';

const managedHosting = { serviceId: 'managed-hosting', username: 'alice' };
const renewed = { ...ada, password: 'nine quiet herons at dawn' };

/** Waits for the mail to that address with such a subject; with `after`, for one newer than that. */
async function mailAbout(world: World, subject: RegExp, to = ada.email, after?: Mail): Promise<Mail> {
  for (let looks = 0; looks < 100; looks++) {
    const found = (await world.mailbox.mailsTo(to)).find((mail) => subject.test(mail.subject));
    if (found && found.id > (after?.id ?? 0)) return found;
    await sleep(100);
  }
  return assert.fail(`No mail about ${subject} came to ${to} within 10 seconds.`);
}

const TOKEN = /^Lumen token to reset your password$/;
const NOTICE = /^Your password was reset/;

/** Registered, signed in and linked a while ago: the address can have tokens again. */
async function haveAccount(browser: Browser, world: World): Promise<void> {
  await comeInFor(browser, world, ada, managedHosting);
  world.letPass(minutes(2));
}

/** Choose → Token, by email */
async function askForToken(browser: Browser): Promise<void> {
  browser.isAt('Choose how to receive the token');
  assert.deepEqual(browser.optionsOf('channel'), ['email', 'sms']);
  browser.choose('channel', 'email');
  await browser.press('Send the token');
}

/** Token → Questions */
async function giveToken(browser: Browser, world: World, after?: Mail): Promise<Mail> {
  browser.isAt('Enter the token');
  const mail = await mailAbout(world, TOKEN, ada.email, after);
  browser.fillIn('token', tokenIn(mail));
  await browser.press('Continue');
  return mail;
}

/** Questions → New password */
async function giveAnswers(browser: Browser): Promise<void> {
  browser.isAt('Answer your security questions');
  for (const number of [1, 2, 3]) browser.fillIn(`answer${number}`, ` ANSWER number${number}`);
  await browser.press('Continue');
}

async function choosePassword(browser: Browser): Promise<void> {
  browser.isAt('Choose a new password');
  browser.fillIn('password', renewed.password);
  browser.fillIn('passwordConfirmation', renewed.password);
  await browser.press('Set the new password');
}

test('whoever has forgotten the password gets a new one and goes on to the service that they came from', async (t) => {
  const world = await aWorld(t);
  const known = world.browser();
  await haveAccount(known, world);
  const browser = world.browser();
  await arriveFrom(browser, world, 'managed-hosting');
  await giveEmail(browser, ada);
  await browser.follow('Forgot your password');
  browser.isAt('Reset your password');
  browser.says('Managed Hosting');
  assert.equal(browser.valueOf('email'), ada.email);
  await browser.press('Next');
  await askForToken(browser);
  browser.says('If there is an account for this address, an email with a token is on its way to it.');
  await giveToken(browser, world);
  await giveAnswers(browser);
  browser.isAt('Choose a new password');
  browser.fillIn('password', 'short');
  browser.fillIn('passwordConfirmation', 'short');
  await browser.press('Set the new password');
  assert.deepEqual(browser.problems, ['The password is too short. Use at least 15 characters.']);
  await choosePassword(browser);
  browser.isAt('Your password is reset');
  browser.says(ada.email);

  const done = browser.url.href;
  await browser.follow('Sign in and go on to Managed Hosting');
  browser.says(ada.email);
  await givePassword(browser, ada);
  assert.equal(browser.problems.length, 1, 'the old password works nowhere');
  await givePassword(browser, renewed);
  browser.isAt('Welcome, Alice Archer');
  await browser.visit(done);
  browser.isAt('Your password is reset');

  known.cookies.forget(/managed-hosting/);
  await arriveFrom(known, world, 'managed-hosting');
  known.isAt('Enter your email address');
});

test('a recovery goes on where it was: after the browser was closed, from the link of the mail, and from sign-in', async (t) => {
  const world = await aWorld(t);
  await haveAccount(world.browser(), world);
  let browser = world.browser();
  await browser.visit(`${world.issuer}/recover`);
  browser.fillIn('email', ' ADA@example.com');
  await browser.press('Next');
  await askForToken(browser);
  const mail = await mailAbout(world, TOKEN);

  const elsewhere = world.browser();
  await elsewhere.visit(linkIn(mail, '/recover/token'));
  elsewhere.isAt('Enter the token in your first browser');
  elsewhere.says(tokenIn(mail));
  await elsewhere.follow('Begin in this browser');
  elsewhere.isAt('Reset your password');

  browser = browser.reopened();
  await browser.visit(linkIn(mail, '/recover/token'));
  browser.isAt('Enter the token');
  assert.equal(browser.valueOf('token'), tokenIn(mail));
  await browser.press('Continue');
  browser.isAt('Answer your security questions');
  browser.fillIn('answer1', 'wrong');
  browser.fillIn('answer2', 'Answer number 2');
  await browser.press('Continue');
  assert.deepEqual(browser.problems, ['Answer question 3.']);
  assert.equal(browser.valueOf('answer2'), 'Answer number 2', 'nothing typed is lost');
  browser.fillIn('answer3', 'Answer number 3');
  await browser.press('Continue');
  assert.deepEqual(browser.problems, ['At least one answer is not right. Check all three.']);

  await arriveFrom(browser, world, 'private-cloud');
  await giveEmail(browser, ada);
  await browser.follow('Forgot your password');
  await giveAnswers(browser);
  await choosePassword(browser);
  browser.isAt('Your password is reset');
  await browser.visit(`${world.issuer}/recover`);
  browser.isAt('Reset your password');
});

test('a token can be sent anew and another way, and counts for ten minutes', async (t) => {
  const world = await aWorld(t);
  await haveAccount(world.browser(), world);
  const browser = world.browser();
  await browser.visit(`${world.issuer}/recover`);
  browser.fillIn('email', ada.email);
  await browser.press('Next');
  browser.choose('channel', 'sms');
  await browser.press('Send the token');
  browser.says('If there is an account for this address with a verified mobile phone number');
  const instead = await mailAbout(world, /^No text message was sent for your Lumen Master Account$/);
  assert.doesNotMatch(instead.text, /\b[A-Z0-9]{4}-[A-Z0-9]{4}\b/, 'no token in it');

  await browser.press('Send a new token');
  browser.says('No token was sent just now');
  world.letPass(minutes(1));
  await browser.follow('Choose another way to receive it');
  await askForToken(browser);
  const mail = await mailAbout(world, TOKEN);
  world.letPass(minutes(10));
  browser.fillIn('token', tokenIn(mail));
  await browser.press('Continue');
  browser.says('The token has expired. Send a new token, and enter that one.');
  await browser.press('Send a new token');
  browser.says('A new token is on its way');
  await giveToken(browser, world, mail);
  browser.isAt('Answer your security questions');
});

test('an address without an account sees the same pages, and its mailbox says that there is none', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  await browser.visit(`${world.issuer}/recover`);
  browser.fillIn('email', 'not an address');
  await browser.press('Next');
  assert.deepEqual(browser.problems, ['Enter an email address in the form name@example.com.']);
  browser.fillIn('email', grace.email);
  await browser.press('Next');
  await askForToken(browser);
  browser.isAt('Enter the token');
  await mailAbout(world, /^There is no Lumen Master Account for this address$/, grace.email);
  browser.fillIn('token', 'AAAA-AAAA');
  await browser.press('Continue');
  assert.deepEqual(browser.problems, [
    'This is not the token of the newest message. Compare it with the message, character by character.',
  ]);
});

test('a recovery that has run out says so, and begins again with one button', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  await browser.visit(`${world.issuer}/recover`);
  browser.fillIn('email', ada.email);
  await browser.press('Next');
  world.letPass(minutes(61));
  browser.choose('channel', 'email');
  await browser.press('Send the token');
  browser.isAt('Reset your password');
  browser.says('This is not under way any more');
});

test('the link of a notice says what it is about, and its button signs everybody out and leads to a new password', async (t) => {
  const world = await aWorld(t);
  const thief = world.browser();
  await haveAccount(thief, world);
  const browser = world.browser();
  await browser.visit(`${world.issuer}/recover`);
  browser.fillIn('email', ada.email);
  await browser.press('Next');
  await askForToken(browser);
  await giveToken(browser, world);
  await giveAnswers(browser);
  await choosePassword(browser);
  const notice = await mailAbout(world, NOTICE);
  assert.match(notice.text, /Managed Hosting \(alice\)/);

  const link = linkIn(notice, '/not-me');
  const owner = world.browser();
  for (let looks = 0; looks < 3; looks++) {
    await owner.visit(link);
    owner.isAt('Was this not you?');
    owner.says('Your password was reset');
    assert.equal(owner.header('cache-control'), 'no-store');
  }
  await owner.press('Sign everybody out and reset my password');
  owner.isAt('Choose how to receive the token');
  owner.says('Everybody is signed out');
  owner.says(ada.email);
  await owner.visit(link);
  owner.isAt('This link does not work any more');
  await owner.follow('Reset your password');
  owner.isAt('Choose how to receive the token');
});
