import assert from 'node:assert/strict';
import { test } from 'node:test';
import { minutes } from '../../src/kernel/index.ts';
import type { Browser } from '../support/browser.ts';
import { otpAppOf, recoveryCodesOn } from '../support/otp-app.ts';
import { aWorld, type World } from '../support/world.ts';
import {
  ada,
  answerQuestions,
  arriveFrom,
  choosePassword,
  enterToken,
  giveContact,
  giveEmail,
  givePassword,
  proveServiceAccount,
  signIn,
} from './people.ts';

/** From nothing → the step after the password, for who has chosen a second factor. */
async function registerWithApp(world: World, browser: Browser): Promise<void> {
  await arriveFrom(browser, world, 'managed-hosting');
  await giveEmail(browser, ada);
  await giveContact(browser, ada);
  await choosePassword(browser, ada);
  browser.choose('secondFactor', 'otp-app');
  await browser.press('Next');
  await answerQuestions(browser);
  await enterToken(browser, world, ada);
  await browser.follow('Sign in and go on to Managed Hosting');
  await givePassword(browser, ada);
}

test('who chose an OTP app sets it up at the first sign-in, and is asked for a code at every one after', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  await registerWithApp(world, browser);
  browser.isAt('Set up your OTP app');
  browser.says('You chose a second factor when you made your account.');
  const app = otpAppOf(browser);
  await browser.reload();
  assert.equal(otpAppOf(browser).secret, app.secret, 'loaded again it is the same QR code');
  browser.fillIn('code', app.code());
  await browser.press('Turn on');
  browser.isAt('Keep your recovery codes');
  const recoveryCodes = recoveryCodesOn(browser);
  await browser.follow('I have kept them, go on');
  await proveServiceAccount(browser, 'alice');
  browser.isAt('Welcome, Alice Archer');
  browser.says('aal2');

  for (const code of [() => app.code(), () => recoveryCodes[0] ?? '', () => app.code()]) {
    world.letPass(minutes(1));
    const elsewhere = world.browser();
    await signIn(elsewhere, world, ada, 'managed-hosting');
    elsewhere.isAt('Enter your code');
    elsewhere.fillIn('code', code());
    await elsewhere.press('Continue');
    elsewhere.isAt('Welcome, Alice Archer');
  }
  const thief = world.browser();
  await signIn(thief, world, ada, 'managed-hosting');
  thief.fillIn('code', recoveryCodes[0] ?? '');
  await thief.press('Continue');
  assert.deepEqual(thief.problems, ['This is not one of your recovery codes, or it has been used already.']);
});

test('who thinks better of it at the first sign-in goes on, and can turn it on later in Manage My Account', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  await registerWithApp(world, browser);
  browser.isAt('Set up your OTP app');
  await browser.press('Not now');
  await proveServiceAccount(browser, 'alice');
  browser.isAt('Welcome, Alice Archer');
  const elsewhere = world.browser();
  await signIn(elsewhere, world, ada, 'managed-hosting');
  elsewhere.isAt('Welcome, Alice Archer');
  await browser.visit(`${world.issuer}/account/authentication`);
  browser.says('It is off: your password alone signs you in.');
  assert.ok(browser.has('Turn on the OTP app'));
});
