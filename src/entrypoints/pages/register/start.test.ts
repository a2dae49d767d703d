import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  ada,
  arriveFrom,
  enterToken,
  fillInRegistration,
  giveContact,
  giveEmail,
  givePassword,
  register,
} from '../../../../test/journeys/people.ts';
import { forge } from '../../../../test/support/forged-forms.ts';
import { tokenIn } from '../../../../test/support/mailbox.ts';
import { aWorld } from '../../../../test/support/world.ts';
import { minutes } from '../../../kernel/index.ts';

const mistyped = { ...ada, email: 'ada@exmaple.com' };

test('whoever mistyped the address registers the right one, and signs in with it to the service', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  await arriveFrom(browser, world, 'managed-hosting');
  await giveEmail(browser, mistyped);
  browser.isAt('Tell us who you are');
  await browser.follow('Use another address');
  browser.isAt('Enter your email address');
  assert.equal(browser.valueOf('email'), mistyped.email);
  browser.fillIn('email', 'not an address');
  await browser.press('Next');
  browser.says('Managed Hosting sent you here to sign in.');
  browser.fillIn('email', ada.email);
  await browser.press('Next');
  browser.says(ada.email);
  await fillInRegistration(browser, ada);
  await enterToken(browser, world, ada);
  browser.isAt('Your account is ready');
  await browser.follow('Sign in and go on to Managed Hosting');
  browser.isAt('Enter your password');
  browser.says(ada.email);
  await givePassword(browser, ada);
  browser.isAt('Account Linking');
});

test('whoever mistyped the address of an account that there is signs in with the right one, and registers nothing', async (t) => {
  const world = await aWorld(t);
  await register(world.browser(), world, ada, 'public-cloud');
  const browser = world.browser();
  await arriveFrom(browser, world, 'managed-hosting');
  await giveEmail(browser, mistyped);
  browser.isAt('Tell us who you are');
  await browser.follow('Use another address');
  await giveEmail(browser, ada);
  browser.isAt('Enter your password');
  browser.says(ada.email);
  await givePassword(browser, ada);
  browser.isAt('Account Linking');
});

test('with discovery hidden another address is given where accounts are made, or the account that one has is signed in to', async (t) => {
  const world = await aWorld(t, (configuration) => ({ ...configuration, accountDiscovery: 'hidden' }));
  const browser = world.browser();
  await arriveFrom(browser, world, 'managed-hosting');
  await giveEmail(browser, mistyped);
  await browser.follow('Create account');
  await browser.follow('Use another address');
  browser.isAt('Make your Lumen account');
  browser.says('You are making the account that opens Managed Hosting.');
  browser.fillIn('email', 'not an address');
  await browser.press('Next');
  browser.says('You are making the account that opens Managed Hosting.');
  await browser.follow('Sign in with an account that you have');
  await giveEmail(browser, ada);
  browser.isAt('Enter your password');
  browser.says('You are signing in to Managed Hosting.');
});

test('whoever comes back to a service with a registration unfinished is offered to go on with it, and nobody else is', async (t) => {
  const world = await aWorld(t);
  let browser = world.browser();
  await arriveFrom(browser, world, 'managed-hosting');
  assert.ok(!browser.has('Go on with your registration'));
  await giveEmail(browser, ada);
  await giveContact(browser, ada);
  browser = browser.reopened();
  await arriveFrom(browser, world, 'private-cloud');
  browser.isAt('Enter your email address');
  assert.ok(!browser.html.includes(ada.email), 'whose it is is not said to whoever uses the browser next');
  await browser.press('Go on with your registration');
  browser.isAt('Choose your password');
  browser.says(ada.email);
  browser.says('Private Cloud');

  const other = world.browser();
  await arriveFrom(other, world, 'private-cloud');
  assert.ok(!other.has('Go on with your registration'));
});

test('whoever has to wait with a registration is told why, until when, and who helps', async (t) => {
  const world = await aWorld(t);
  for (let begun = 0; begun < 20; begun++) {
    const other = world.browser();
    await other.visit(`${world.issuer}/register`);
    await forge(world, other, { path: '/register', fields: { email: `ada${begun}@example.com` } });
  }
  const browser = world.browser();
  await arriveFrom(browser, world, 'managed-hosting');
  await giveEmail(browser, ada);
  assert.equal(browser.status, 429);
  assert.match(browser.header('retry-after') ?? '', /^3[56]\d\d$/);
  browser.isAt('Wait before you try again');
  for (const words of ['from your network', '1 hour', 'Managed Hosting', 'Customer Care', 'Get help']) {
    browser.says(words);
  }
  await browser.follow('Back');
  browser.isAt('Enter your email address');
  browser.says('Managed Hosting');
});

test('whose address has got an account meanwhile signs in with it to the service, or is helped', async (t) => {
  const world = await aWorld(t);
  const [slow, quick] = [world.browser(), world.browser()];
  await arriveFrom(slow, world, 'managed-hosting');
  await giveEmail(slow, mistyped);
  await slow.follow('Use another address');
  slow.fillIn('email', ada.email);
  await slow.press('Next');
  await fillInRegistration(slow, ada);
  const first = await world.mailbox.newestMailTo(ada.email);
  world.letPass(minutes(2));
  await arriveFrom(quick, world, 'private-cloud');
  await giveEmail(quick, ada);
  await fillInRegistration(quick, ada);
  quick.fillIn('token', tokenIn(await world.mailbox.newestMailTo(ada.email, { after: first })));
  await quick.press('Register');
  quick.isAt('Your account is ready');

  slow.fillIn('token', tokenIn(first));
  await slow.press('Register');
  slow.isAt('This address has an account already');
  assert.equal(slow.status, 409);
  for (const words of ['Managed Hosting', 'Customer Care', 'Get help']) slow.says(words);
  await slow.follow('Sign in');
  slow.isAt('Enter your password');
  slow.says(ada.email);
});

test('a registration without a service in mind names none', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  await browser.visit(`${world.issuer}/register`);
  browser.fillIn('email', mistyped.email);
  await browser.press('Next');
  await browser.follow('Use another address');
  browser.isAt('Make your Lumen account');
  assert.equal(browser.valueOf('attempt'), undefined);
  browser.fillIn('email', ada.email);
  await browser.press('Next');
  browser.says(ada.email);
  await giveContact(browser, ada);
});

test('where registration begins, what is unfinished in this browser is offered, and in no other', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  for (const email of [mistyped.email, ada.email]) {
    await browser.visit(`${world.issuer}/register?another=yes`);
    browser.fillIn('email', email);
    await browser.press('Next');
    world.letPass(minutes(1));
  }
  await giveContact(browser, ada);
  await browser.visit('/register?another=yes');
  browser.says('You have begun to register in this browser');
  await browser.press(`Go on with ${mistyped.email}`);
  browser.isAt('Tell us who you are');
  browser.says(mistyped.email);
  await browser.visit('/register?another=yes');
  await browser.press(`Go on with ${ada.email}`);
  browser.isAt('Choose your password');

  const other = world.browser();
  await other.visit(`${world.issuer}/register`);
  assert.ok(!other.has('You have begun') && !other.html.includes(ada.email));
});
