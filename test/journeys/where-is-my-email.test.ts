// The email with the token does not come. With JavaScript off.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { minutes, seconds } from '../../src/kernel/index.ts';
import type { Browser } from '../support/browser.ts';
import { tokenIn } from '../support/mailbox.ts';
import { aWorld, type World } from '../support/world.ts';
import {
  ada,
  arriveFrom,
  enterToken,
  fillInRegistration,
  giveEmail,
  givePassword,
  proveServiceAccount,
  registerAlone,
} from './people.ts';

/** Lets time pass until the button is there, once the mail has been tried. */
async function waitForTheButton(browser: Browser, world: World): Promise<void> {
  const tried = () => world.writes.some((sql) => /^update "messages" set .*"learnedAt"/.test(sql));
  for (let looks = 0; looks < 400 && !tried(); looks++) await sleep(25);
  await browser.reload();
  assert.match(browser.html, /appears-in-180/);
  browser.says(/From (\d+ \w+ 20\d\d, )?\d\d:\d\d:\d\d UTC on you can see here where it is/);
  world.letPass(minutes(2) + seconds(58));
  await browser.reload();
  assert.match(browser.html, /appears-in-5"/, 'what is left of the three minutes survives loading again');
  world.letPass(seconds(2));
  await browser.reload();
  assert.doesNotMatch(browser.html, /appears-in/);
}

async function openReport(browser: Browser, heading: RegExp): Promise<void> {
  await browser.press("Where's my email");
  for (let looks = 0; looks < 200 && !heading.test(browser.heading); looks++) {
    await sleep(50);
    await browser.reload();
  }
  assert.match(browser.heading, heading);
}

test('whoever mistyped the address learns that the email bounced, corrects it, and goes on without starting over', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  const mistyped = { ...ada, email: 'ada@nowhere.test' };
  await arriveFrom(browser, world, 'managed-hosting');
  await giveEmail(browser, mistyped);
  await fillInRegistration(browser, mistyped);
  await waitForTheButton(browser, world);
  await openReport(
    browser,
    /^Email was bounced at '\d+ \w+ 20\d\d, \d\d:\d\d:\d\d UTC' due to 'Host or domain name not found'$/,
  );
  for (const words of ['Queued', 'Last learned at', 'noreply@ctl.io', 'Lumen Email Validation Token'])
    browser.says(words);
  browser.says('You are looking where the email with your token is.');

  await browser.follow('Correct my email address');
  browser.isAt('Correct your email address');
  assert.equal(browser.valueOf('email'), mistyped.email);
  browser.fillIn('email', 'not an address');
  await browser.press('Send the token there');
  assert.deepEqual(browser.problems, ['Enter an email address in the form name@example.com.']);
  assert.equal(browser.valueOf('email'), 'not an address');
  browser.fillIn('email', ' ADA@example.com');
  await browser.press('Send the token there');
  browser.isAt('Verify your email');
  browser.says('Your address is corrected, and a new token is on its way');
  browser.says('We have sent a token to ada@example.com');
  assert.match(browser.html, /appears-in-180/, 'three minutes from the newest token');

  await enterToken(browser, world, ada);
  browser.isAt('Your account is ready');
  await browser.follow('Sign in and go on to Managed Hosting');
  browser.says(ada.email);
  await givePassword(browser, ada);
  await proveServiceAccount(browser, 'alice');
  assert.equal(browser.url.origin, new URL(world.service('managed-hosting')).origin);
});

test('after the address is corrected the sign-in goes on with the new one, and not with a registration of the old', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  const mistyped = { ...ada, email: 'ada@exmaple.com' };
  await arriveFrom(browser, world, 'managed-hosting');
  const hub = browser.url.pathname.replace(/\/email$/, '');
  await giveEmail(browser, mistyped);
  await fillInRegistration(browser, mistyped);
  await browser.follow('Correct my email address');
  browser.fillIn('email', ada.email);
  await browser.press('Send the token there');
  world.letPass(minutes(1));
  await browser.visit(`${world.issuer}${hub}`);
  browser.isAt('Verify your email');
  browser.says('We have sent a token to ada@example.com');
});

test('blocked, slow and accepted mail are told apart, and each report says what to do', async (t) => {
  const world = await aWorld(t);
  const reports: [string, RegExp, string][] = [
    [
      'ada@block.test',
      /^Email was blocked at '.+ UTC' due to 'Message refused by local policy'$/,
      'Ask your email administrator to let noreply@ctl.io in',
    ],
    ['ada@slow.test', /^Email successfully sent at '.+ UTC'$/, 'Look into your spam or junk folder'],
    ['ada@example.com', /^Email successfully sent at '.+ UTC'$/, 'Is ada@example.com right'],
  ];
  for (const [email, heading, advice] of reports) {
    world.writes.length = 0;
    const browser = world.browser();
    await registerAlone(browser, world.issuer, { ...ada, email });
    await waitForTheButton(browser, world);
    await openReport(browser, heading);
    browser.says(advice);
    await browser.follow('Back to the token');
    browser.isAt('Verify your email');
  }
});

test('mail that was accepted and came back later is reported as bounced', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  await registerAlone(browser, world.issuer, { ...ada, email: 'ada@bounce.test' });
  await waitForTheButton(browser, world);
  await openReport(browser, /^Email was bounced at '.+' due to 'The mailbox does not exist'$/);
  browser.says('Accepted');
  browser.says('Bounced by mx.bounce.test: The mailbox does not exist');
});

test('while nothing is known the report says so in the exact words, and can be looked at again', async (t) => {
  const port = 9;
  const world = await aWorld(t, ({ mail, ...configuration }) => ({
    ...configuration,
    // Nobody listens there: the mail waits.
    mail: { ...mail, smtp: { ...mail?.smtp, host: '127.0.0.1', port } },
  }));
  const browser = world.browser();
  await registerAlone(browser, world.issuer, ada);
  await waitForTheButton(browser, world);
  await browser.press("Where's my email");
  browser.isAt('Emails may take up to 5 minutes to show in this report. Please try again.');
  browser.says('Not taken yet');
  assert.ok(!browser.text.includes('ECONNREFUSED') && !browser.text.includes('127.0.0.1'));
  await browser.follow('Check again');
  browser.isAt('Emails may take up to 5 minutes to show in this report. Please try again.');
});

test('a new token asked for on the report is the one that counts', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  await registerAlone(browser, world.issuer, ada);
  const first = await world.mailbox.newestMailTo(ada.email);
  await waitForTheButton(browser, world);
  await openReport(browser, /^Email successfully sent at/);
  await browser.press('Send a new token');
  browser.isAt('Verify your email');
  browser.says('A new token is on its way');
  const second = await world.mailbox.newestMailTo(ada.email, { after: first });
  browser.fillIn('token', tokenIn(first));
  await browser.press('Register');
  browser.says('This is not the token of the newest email');
  browser.fillIn('token', tokenIn(second));
  await browser.press('Register');
  browser.isAt('Your account is ready');
});

test('an address that cannot have a token yet keeps the form and what was typed', async (t) => {
  const world = await aWorld(t);
  const [browser, other] = [world.browser(), world.browser()];
  await registerAlone(browser, world.issuer, { ...ada, email: 'ada@exmaple.com' });
  await registerAlone(other, world.issuer, ada);
  await browser.follow('Correct my email address');
  browser.fillIn('email', ada.email);
  await browser.press('Send the token there');
  assert.equal(browser.status, 429);
  assert.match(browser.header('retry-after') ?? '', /^(60|[1-5]?\d)$/);
  browser.isAt('Correct your email address');
  assert.equal(browser.valueOf('email'), ada.email);
  assert.match(browser.problems.join(), /Try again in 1 minute\. Your address has not changed\./);
  await browser.follow('Back');
  browser.says('We have sent a token to ada@exmaple.com');
});
