import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ada, arriveFrom, fillInRegistration, giveEmail } from '../../../../test/journeys/people.ts';
import type { Browser } from '../../../../test/support/browser.ts';
import { forge } from '../../../../test/support/forged-forms.ts';
import { tokenIn } from '../../../../test/support/mailbox.ts';
import { aWorld, type World } from '../../../../test/support/world.ts';
import { hours, minutes, seconds } from '../../../kernel/index.ts';
import { dateTimeText } from '../../../ui/index.ts';

async function begin(world: World, browser: Browser): Promise<void> {
  await arriveFrom(browser, world, 'managed-hosting');
  await giveEmail(browser, ada);
}

test('a wrong token can be put right; after five it has to be a new one, also when the page is loaded again', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  await begin(world, browser);
  await fillInRegistration(browser, ada);
  await browser.press('Register');
  assert.deepEqual(browser.problems, ['Enter the token from the email.']);
  for (let tries = 1; tries <= 5; tries++) {
    browser.fillIn('token', 'AAAA-AAAA');
    await browser.press('Register');
    browser.says(tries < 5 ? 'This is not the token of the newest email' : 'The token is not valid any more');
    if (tries < 5) assert.equal(browser.valueOf('token'), 'AAAA-AAAA');
  }
  const first = await world.mailbox.newestMailTo(ada.email);
  for (const look of [async () => {}, () => browser.visit('/register'), () => browser.reload()]) {
    await look();
    browser.isAt('Verify your email');
    browser.says(`The token that went to ${ada.email} does not count any more.`);
    assert.equal(browser.valueOf('token'), undefined, 'there is nothing to enter');
    assert.ok(!browser.has('valid until'));
  }
  browser.says('The token was tried five times');
  const late = await forge(world, browser, {
    path: '/register/verify-email',
    fields: { token: tokenIn(first) },
  });
  assert.match(late.body, /The token is not valid any more/);
  world.letPass(minutes(1));
  await browser.press('Send a new token');
  browser.fillIn('token', tokenIn(await world.mailbox.newestMailTo(ada.email, { after: first })));
  await browser.press('Register');
  browser.isAt('Your account is ready');
});

test('what has not the form of a token is said to have not, and costs no try', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  await begin(world, browser);
  await fillInRegistration(browser, ada);
  const token = tokenIn(await world.mailbox.newestMailTo(ada.email));
  for (const typed of [
    token.slice(0, 8),
    `${token}A`,
    'O0IL-1111',
    'Your token: ABCD-EFGH',
    'x'.repeat(5000),
    ' ',
  ]) {
    browser.fillIn('token', typed);
    await browser.press('Register');
    assert.equal(browser.status, 422);
    assert.match(
      browser.problems.join(),
      typed === ' ' ? /^Enter the token/ : /^The token has eight characters/,
    );
  }
  browser.fillIn('token', token);
  await browser.press('Register');
  browser.isAt('Your account is ready');
});

test('the page says exactly until when the token is valid', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  await begin(world, browser);
  const until = () => dateTimeText(Date.now() + hours(24));
  await fillInRegistration(browser, ada);
  browser.says(`It is valid until ${until()}, in this browser.`);
  const first = until();
  world.letPass(minutes(30));
  await browser.reload();
  browser.says(`It is valid until ${first}, in this browser.`);
  await browser.press('Send a new token');
  browser.says(`It is valid until ${until()}, in this browser.`);
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
