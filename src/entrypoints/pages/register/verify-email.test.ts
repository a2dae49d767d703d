import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ada, arriveFrom, fillInRegistration, giveEmail } from '../../../../test/journeys/people.ts';
import type { Browser } from '../../../../test/support/browser.ts';
import { tokenIn } from '../../../../test/support/mailbox.ts';
import { aWorld, type World } from '../../../../test/support/world.ts';
import { minutes, seconds } from '../../../kernel/index.ts';

async function begin(world: World, browser: Browser): Promise<void> {
  await arriveFrom(browser, world, 'managed-hosting');
  await giveEmail(browser, ada);
}

test('a wrong token can be put right; after five it has to be a new one', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  await begin(world, browser);
  await fillInRegistration(browser, ada);
  await browser.press('Register');
  assert.deepEqual(browser.problems, ['Enter the token from the email.']);
  for (let tries = 1; tries <= 5; tries++) {
    browser.fillIn('token', 'AAAA-AAAA');
    await browser.press('Register');
    assert.equal(browser.valueOf('token'), 'AAAA-AAAA');
    browser.says(tries < 5 ? 'This is not the token of the newest email' : 'The token is not valid any more');
  }
  browser.fillIn('token', tokenIn(await world.mailbox.newestMailTo(ada.email)));
  await browser.press('Register');
  browser.says('The token is not valid any more');
});

test('Register pressed in two tabs makes one account, and both arrive', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  await begin(world, browser);
  await fillInRegistration(browser, ada);
  const tabs = [browser.newTab(), browser.newTab()];
  const token = tokenIn(await world.mailbox.newestMailTo(ada.email));
  for (const tab of tabs) {
    await tab.visit(`${world.issuer}/register`);
    tab.fillIn('token', token);
  }
  await Promise.all(tabs.map((tab) => tab.press('Register')));
  for (const tab of tabs) tab.isAt('Your account is ready');
});

test('when the address has become an account meanwhile, that is said and nothing else happens', async (t) => {
  const world = await aWorld(t);
  const [first, second] = [world.browser(), world.browser()];
  await begin(world, first);
  await fillInRegistration(first, ada);
  const older = await world.mailbox.newestMailTo(ada.email);
  world.letPass(minutes(2));
  await begin(world, second);
  await fillInRegistration(second, ada);
  const newer = await world.mailbox.newestMailTo(ada.email, { after: older });
  for (const [browser, mail] of [
    [first, older],
    [second, newer],
  ] as const) {
    browser.fillIn('token', tokenIn(mail));
    await browser.press('Register');
  }
  first.isAt('Your account is ready');
  second.isAt('This address has an account already');
  await second.follow('Sign in');
  second.isAt('Enter your password');
});

test('a step without a registration leads to a page that says why there is none', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  await browser.visit(`${world.issuer}/register/questions`);
  browser.isAt('Make your Lumen account');
  browser.says('There is no unfinished registration in this browser');
});

test('a token that is asked for too early is told to wait by a page that sends nothing when loaded again', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  await begin(world, browser);
  await fillInRegistration(browser, ada);
  const first = await world.mailbox.newestMailTo(ada.email);
  world.letPass(seconds(20));
  await browser.press('Send a new token');
  assert.equal(browser.url.pathname, '/register/verify-email');
  browser.says('No token was sent just now');
  browser.says('The next one can be sent in 40 seconds.');
  world.letPass(seconds(15));
  await browser.reload();
  browser.says('The next one can be sent in 25 seconds.');
  world.letPass(seconds(30));
  await browser.reload();
  browser.isAt('Verify your email');
  assert.ok(!browser.has('No token was sent just now'), 'the wait is over');
  assert.deepEqual(await world.mailbox.mailsTo(ada.email), [first]);
});
