// Manage My Account: Contact details, with JavaScript off.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { minutes, seconds } from '../../src/kernel/index.ts';
import type { Browser } from '../support/browser.ts';
import { linkIn, type Mail, tokenIn } from '../support/mailbox.ts';
import { aWorld, type World } from '../support/world.ts';
import {
  ada,
  arriveFrom,
  comeInFor,
  enterToken,
  fillInRegistration,
  giveEmail,
  givePassword,
  grace,
} from './people.ts';

const managedHosting = { serviceId: 'managed-hosting', username: 'alice' };
const moved = { ...ada, email: 'ada@elsewhere.example.com' };

/** From nothing → Contact details */
async function atContactDetails(world: World): Promise<Browser> {
  const browser = world.browser();
  await comeInFor(browser, world, ada, managedHosting);
  await browser.visit(`${world.issuer}/account`);
  browser.isAt('Contact details');
  return browser;
}

/** What proves who one is, and the button of the page. */
async function confirm(browser: Browser, button: string, password = ada.password): Promise<void> {
  browser.fillIn('currentPassword', password);
  await browser.press(button);
}

async function askForAddress(browser: Browser, email: string): Promise<void> {
  await browser.follow('Change the email address');
  browser.isAt('Change your email address');
  browser.fillIn('email', email);
  await confirm(browser, 'Send a token there');
}

/** The newest mail with that subject: several are under way at once. */
async function mailAbout(world: World, to: string, subject: string): Promise<Mail> {
  for (let looks = 0; looks < 200; looks++) {
    const found = (await world.mailbox.mailsTo(to)).find((mail) => mail.subject === subject);
    if (found) return found;
    await sleep(50);
  }
  return assert.fail(`no mail "${subject}" to ${to}`);
}

const tokenMail = (world: World, to: string) =>
  mailAbout(world, to, 'Lumen token for your new email address');
const changedMail = (world: World, to: string) =>
  mailAbout(world, to, 'Your email address was changed · Lumen Master Account');

/** The token that the demo's phone was texted. */
async function textedToken(world: World, number: string, after = 0): Promise<string> {
  const phone = `http://localhost:${Number(new URL(world.issuer).port) + 6}/api/texts?to=${encodeURIComponent(number)}`;
  for (let looks = 0; looks < 200; looks++) {
    const texts = (await (await fetch(phone)).json()) as { text: string }[];
    const token = texts.length > after && /\b[A-Z0-9]{4}-[A-Z0-9]{4}\b/.exec(texts[0]?.text ?? '')?.[0];
    if (token) return token;
    await sleep(50);
  }
  return assert.fail(`no text to ${number}`);
}

/** Opens a service anew, and reads there what it was told. */
async function openService(browser: Browser, world: World): Promise<void> {
  await browser.visit(world.service('private-cloud'));
  await browser.follow('Sign in');
}

test('a new name is given with the password, told by mail, and what services are told from then on', async (t) => {
  const world = await aWorld(t);
  const browser = await atContactDetails(world);
  await browser.follow('Change your name');
  assert.deepEqual([browser.valueOf('firstName'), browser.valueOf('lastName')], ['Ada', 'Lovelace']);
  browser.fillIn('firstName', '');
  await confirm(browser, 'Change the name');
  assert.deepEqual(browser.problems, ['Enter your first name.']);
  browser.fillIn('firstName', 'Augusta Ada');
  browser.fillIn('lastName', 'King <Noel>');
  await confirm(browser, 'Change the name', 'not my password at all');
  assert.deepEqual(browser.problems, ['This is not your Master Account password.']);
  assert.equal(browser.valueOf('firstName'), 'Augusta Ada', 'what was typed is kept');
  await confirm(browser, 'Change the name');
  browser.isAt('Contact details');
  browser.says('Your name is changed');
  browser.says('Augusta Ada King <Noel>');
  const mail = await mailAbout(world, ada.email, 'Your name was changed · Lumen Master Account');
  assert.match(mail.text, /From Ada Lovelace to Augusta Ada King <Noel>/);
});

test('the address is changed by the token that goes to the new one; the old one is told, and services see the new one', async (t) => {
  const world = await aWorld(t);
  const browser = await atContactDetails(world);
  await browser.follow('Change the email address');
  for (const [typed, problem] of [
    ['ada at home', 'Enter an email address in the form name@example.com.'],
    [' ADA@example.com', 'This is your address already. Enter another one.'],
  ] as const) {
    browser.fillIn('email', typed);
    await confirm(browser, 'Send a token there');
    assert.deepEqual(browser.problems, [problem]);
    assert.equal(browser.valueOf('email'), typed);
  }
  browser.fillIn('email', ' Ada@Elsewhere.EXAMPLE.com');
  await browser.press('Send a token there');
  assert.deepEqual(browser.problems, ['Enter your Master Account password.']);
  await confirm(browser, 'Send a token there');

  browser.isAt('Verify your new email address');
  browser.says('We have sent a token to ada@elsewhere.example.com, from noreply@ctl.io');
  const asked = await mailAbout(
    world,
    ada.email,
    'Your Lumen Master Account is to get another email address',
  );
  assert.match(asked.text, /Nothing has changed yet/);
  const mail = await tokenMail(world, moved.email);
  assert.ok(!mail.text.includes('Ada '), 'nothing of the account goes to an address that is not proven');
  await browser.visit(`${world.issuer}/account/contact`);
  browser.says('Once the token that was sent to ada@elsewhere.example.com is entered, that is your address.');
  browser.says('You sign in with ada@example.com');
  await browser.follow('Enter the token');
  await browser.press('Change the address');
  assert.deepEqual(browser.problems, ['Enter the token from the email.']);
  browser.fillIn('token', 'AAAA-AAAA');
  await browser.press('Change the address');
  assert.deepEqual(browser.problems, [
    'This is not the token of the newest email. Compare it with the email, character by character.',
  ]);
  await browser.visit(linkIn(mail, '/account/contact/email/verify'));
  assert.equal(browser.valueOf('token'), tokenIn(mail), 'the link fills the token in');
  const pressedTwice = browser.newTab();
  await pressedTwice.visit(browser.url.href);
  await browser.press('Change the address');
  browser.isAt('Contact details');
  browser.says('Your email address is changed');
  browser.says('You sign in with ada@elsewhere.example.com');
  await pressedTwice.press('Change the address');
  pressedTwice.says('Your email address is changed');

  const told = await changedMail(world, ada.email);
  assert.match(told.text, /From now on: ada@elsewhere\.example\.com/);
  await mailAbout(world, moved.email, 'This is now the address of your Lumen Master Account');
});

test('services are told the new address when they are next opened, and it is what one signs in with', async (t) => {
  const world = await aWorld(t);
  const browser = await atContactDetails(world);
  await askForAddress(browser, moved.email);
  browser.fillIn('token', tokenIn(await tokenMail(world, moved.email)));
  await browser.press('Change the address');
  await openService(browser, world);
  browser.isAt('Account Linking');
  browser.fillIn('username', 'alice');
  browser.fillIn('password', 'legacy-password');
  await browser.press('Sign in');
  browser.says(moved.email);
  assert.ok(!browser.text.includes(ada.email));
  const other = world.browser();
  await arriveFrom(other, world, 'managed-hosting');
  await giveEmail(other, moved);
  await givePassword(other, moved);
  assert.equal(other.url.origin, new URL(world.service('managed-hosting')).origin, 'the link is what it was');
  other.says(moved.email);
});

test('where the mail with the token does not come, its report says where it is, and leads to another address', async (t) => {
  const world = await aWorld(t);
  const browser = await atContactDetails(world);
  await askForAddress(browser, 'ada@nowhere.test');
  assert.match(browser.html, /appears-in-180/);
  await browser.visit('/account/contact/email/where-is-my-email');
  assert.equal(browser.status, 403);
  browser.isAt('This report is not open yet');
  const tried = () => world.writes.some((sql) => /^insert into "undeliverable/.test(sql));
  for (let looks = 0; looks < 200 && !tried(); looks++) await sleep(25);
  world.letPass(minutes(3));
  await browser.follow('Back to the token');
  await browser.press("Where's my email");
  for (let looks = 0; looks < 200 && !browser.heading.startsWith('Email was'); looks++) {
    await sleep(50);
    await browser.reload();
  }
  assert.match(browser.heading, /^Email was bounced at '.+ UTC' due to 'Host or domain name not found'$/);
  browser.says('Lumen token for your new email address');
  browser.says('Is ada@nowhere.test right, letter by letter?');
  await browser.follow('Another address instead');
  browser.isAt('Change your email address');
  const stranger = world.browser();
  await comeInFor(stranger, world, grace, { serviceId: 'managed-hosting', username: 'bob' });
  await stranger.visit(`${world.issuer}/account/contact/email/where-is-my-email`);
  stranger.isAt('Contact details');
  assert.ok(!stranger.html.includes('nowhere.test'));
});

test('a new token voids the one before, has to wait a minute, and a change can be cancelled', async (t) => {
  const world = await aWorld(t);
  const browser = await atContactDetails(world);
  await askForAddress(browser, moved.email);
  const first = await tokenMail(world, moved.email);
  await browser.press('Send a new token');
  browser.says('No token was sent just now');
  assert.match(browser.text, /The next one can be sent in (1 minute|5\d seconds)\./);
  world.letPass(minutes(1));
  await browser.press('Send a new token');
  browser.says('A new token is on its way');
  const second = await world.mailbox.newestMailTo(moved.email, { after: first });
  browser.fillIn('token', tokenIn(first));
  await browser.press('Change the address');
  browser.says('This is not the token of the newest email');
  world.letPass(minutes(10));
  browser.fillIn('token', tokenIn(second));
  await browser.press('Change the address');
  assert.deepEqual(browser.problems, ['The token has expired. Send a new token, and enter that one.']);
  await browser.press('Cancel the change');
  browser.isAt('Contact details');
  browser.says('Your email address stays as it is');
  assert.ok(!browser.text.includes(moved.email));
});

test('an address that has an account already looks like any other, and its owner is told', async (t) => {
  const world = await aWorld(t);
  await comeInFor(world.browser(), world, grace, { serviceId: 'managed-hosting', username: 'bob' });
  const browser = await atContactDetails(world);
  // Since the token of Grace's registration.
  world.letPass(minutes(1));
  await askForAddress(browser, grace.email);
  browser.isAt('Verify your new email address');
  browser.says(`We have sent a token to ${grace.email}`);
  const mail = await mailAbout(
    world,
    grace.email,
    'Your address was typed into another Lumen Master Account',
  );
  assert.doesNotMatch(mail.text, /\b[A-Z0-9]{4}-[A-Z0-9]{4}\b/);
  assert.ok(!mail.text.includes('ada'), 'and not by whom');
});

test('the owner undoes the change of a thief who has changed the password too, and chooses a new one', async (t) => {
  const world = await aWorld(t);
  const thief = await atContactDetails(world);
  await askForAddress(thief, 'thief@example.com');
  thief.fillIn('token', tokenIn(await tokenMail(world, 'thief@example.com')));
  await thief.press('Change the address');
  await thief.visit(`${world.issuer}/account/authentication/password`);
  thief.fillIn('password', 'magpies counting silver spoons');
  thief.fillIn('passwordConfirmation', 'magpies counting silver spoons');
  thief.fillIn('currentPassword', ada.password);
  await thief.press('Change the password');
  thief.says('Your password is changed');

  const owner = world.browser();
  await owner.visit(linkIn(await changedMail(world, ada.email), '/undo-email'));
  owner.isAt('Undo the change of your email address');
  owner.says('thief@example.com');
  await thief.visit(`${world.issuer}/account/contact`);
  thief.isAt('Contact details');
  const link = owner.url.href;
  await owner.press('Undo the change');
  owner.isAt('The change is undone');
  await thief.visit(`${world.issuer}/account/contact`);
  thief.isAt('Enter your email address');
  await owner.visit(link);
  assert.equal(owner.status, 404);
  owner.isAt('This link does not count any more');
  await owner.visit(`${world.issuer}/undo-email/done`);
  owner.isAt('Choose how to receive the token');
  owner.says(ada.email);
  const left = await mailAbout(
    world,
    'thief@example.com',
    'The change of an email address was undone · Lumen Master Account',
  );
  assert.ok(!left.text.includes('ada@example.com') && !left.text.includes('undo='));
});

test('a mobile phone counts once the token that was texted there is entered; the old number stays until then', async (t) => {
  const world = await aWorld(t);
  const browser = await atContactDetails(world);
  await browser.follow('Add a mobile phone');
  const form =
    'The phone number must start with a plus sign and the country calling code, e.g. +1-555-555-5555.';
  for (const [typed, problem] of [
    ['555-555-5555', form],
    ['001 555 555 5555', form],
    ['+1 555 55', `${form} Yours has too few or too many digits, or other characters.`],
    ['', 'Enter a mobile phone number. To have none, go back and remove the one that you have.'],
  ] as const) {
    browser.fillIn('phone', typed);
    await confirm(browser, 'Send a token there');
    assert.deepEqual(browser.problems, [problem]);
    assert.equal(browser.valueOf('phone'), typed);
  }
  browser.fillIn('phone', '+882 16 1234 5678');
  await confirm(browser, 'Send a token there');
  assert.match(browser.problems.join(), /No text messages are sent to numbers that begin like this one/);
  browser.fillIn('phone', '+1 (555) 555.5555');
  await confirm(browser, 'Send a token there');
  browser.isAt('Verify your mobile phone');
  browser.says('We have sent a token by text message to +1 555 555 5555');
  await browser.visit(`${world.issuer}/account/contact`);
  browser.says('not verified, so it counts for nothing yet');
  await browser.follow('Enter the token');
  browser.fillIn('token', await textedToken(world, '+15555555555'));
  await browser.press('Verify the number');
  browser.says('Your mobile phone number is verified');
  browser.says('+1 555 555 5555 verified');

  await browser.follow('Change the number');
  browser.fillIn('phone', '+44 20 7946 0958');
  await confirm(browser, 'Send a token there');
  browser.says('+44 20 7946 0958');
  await browser.visit(`${world.issuer}/account/contact`);
  browser.says('+1 555 555 5555 verified');
  browser.says('Once the token that was texted to +44 20 7946 0958 is entered');
  await browser.press('Cancel the verification');
  browser.says('Your mobile phone number stays as it is');
  await browser.follow('Remove the number');
  await confirm(browser, 'Remove the number');
  browser.says('Your mobile phone number is removed');
  browser.says('There is none.');
  await mailAbout(world, ada.email, 'Your mobile phone number was removed · Lumen Master Account');
});

test('a number of the registration is verified later, with the password', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  await arriveFrom(browser, world, 'managed-hosting');
  await giveEmail(browser, ada);
  browser.fillIn('phone', '+15555550123');
  await fillInRegistration(browser, ada);
  await enterToken(browser, world, ada);
  await browser.visit(`${world.issuer}/account/contact`);
  await giveEmail(browser, ada);
  await givePassword(browser, ada);
  browser.says('+1 555 555 0123 not verified');
  await browser.follow('Verify');
  await browser.press('Send a token');
  assert.deepEqual(browser.problems, ['Enter your Master Account password.']);
  await confirm(browser, 'Send a token');
  const first = await textedToken(world, '+15555550123');
  world.letPass(minutes(1) + seconds(1));
  await browser.press('Send a new token');
  browser.says('A new token is on its way');
  const second = await textedToken(world, '+15555550123', 1);
  assert.notEqual(first, second);
  browser.fillIn('token', first);
  await browser.press('Verify the number');
  browser.says('This is not the token of the newest text message');
  browser.fillIn('token', second.toLowerCase().replace('-', ' '));
  await browser.press('Verify the number');
  browser.says('+1 555 555 0123 verified');
});

test('where no texts are sent a number is kept, and the page says that it cannot be verified here', async (t) => {
  const world = await aWorld(t, (configuration) => ({ ...configuration, sms: undefined }));
  const browser = await atContactDetails(world);
  await browser.follow('Add a mobile phone');
  browser.says('it cannot be verified here');
  browser.fillIn('phone', '+15555550123');
  await confirm(browser, 'Keep this number');
  browser.isAt('Contact details');
  browser.says('no text messages are sent from here, so it cannot be verified here');
  assert.ok(!browser.has('Verify'));
  await browser.visit(`${world.issuer}/account/contact/phone/verify`);
  browser.isAt('Contact details');
});

test('the PIN is hidden until the password is given, and can be changed to one of 4 to 10 digits', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  await comeInFor(browser, world, ada, managedHosting);
  await browser.visit(`${world.issuer}/account/contact`);
  browser.says('hidden');
  await browser.follow('Show the PIN');
  await confirm(browser, 'Show the PIN', 'not my password at all');
  assert.equal(browser.status, 422);
  await confirm(browser, 'Show the PIN');
  browser.isAt('Your support PIN');
  assert.match(browser.text, /\b\d{6}\b/);
  assert.equal(browser.header('cache-control'), 'no-store');
  await browser.reload();
  browser.isAt('Show your support PIN');

  await browser.visit(`${world.issuer}/account/contact`);
  await browser.follow('Change the PIN');
  assert.doesNotMatch(browser.html, /maxlength/);
  for (const typed of ['123', '12345678901', '12 34', 'abcd']) {
    browser.fillIn('pin', typed);
    await confirm(browser, 'Change the PIN');
    assert.deepEqual(browser.problems, ['The PIN must be digits only, 4 to 10 of them.']);
    assert.equal(browser.valueOf('pin'), typed, 'nothing is cut');
  }
  browser.fillIn('pin', '7391640582');
  await confirm(browser, 'Change the PIN');
  browser.says('Your support PIN is changed');
  assert.ok(!browser.html.includes('7391640582'));
  const mail = await mailAbout(world, ada.email, 'Your support PIN was changed · Lumen Master Account');
  assert.ok(!mail.text.includes('7391640582'));
  await browser.follow('Show the PIN');
  await confirm(browser, 'Show the PIN');
  browser.says('7391640582');
});
