// THREATS 5, 25, 26, 27, 30: the wizard as an attacker reaches it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { minutes } from '../../src/kernel/index.ts';
import { ada, registerAlone } from '../journeys/people.ts';
import { forge } from '../support/forged-forms.ts';
import { linkIn, tokenIn } from '../support/mailbox.ts';
import { aWorld } from '../support/world.ts';

test('the link of the email, opened by a scanner and in another browser, uses nothing up and signs nobody in', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  await registerAlone(browser, world.issuer, ada);
  const mail = await world.mailbox.newestMailTo(ada.email);
  const link = linkIn(mail, '/register/verify-email');
  for (let visits = 0; visits < 7; visits++) {
    const elsewhere = world.browser();
    await elsewhere.visit(link);
    elsewhere.isAt('Enter the token in your first browser');
    elsewhere.says(tokenIn(mail));
    await elsewhere.visit('/register/done');
    elsewhere.isAt('Make your Lumen account');
  }
  await browser.visit(link);
  assert.equal(browser.valueOf('token'), tokenIn(mail));
  await browser.visit(link);
  await browser.press('Register');
  browser.isAt('Your account is ready');
});

test('a link with something else than a token in it shows nothing of it', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  await browser.visit(`${world.issuer}/register/verify-email?token=${encodeURIComponent('<b>CALL 555</b>')}`);
  browser.isAt('Enter the token in your first browser');
  assert.ok(!browser.html.includes('CALL'));
});

test('links in mail lead to the configured address, whatever Host and X-Forwarded-Host say', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  await registerAlone(browser, world.issuer, ada);
  const first = await world.mailbox.newestMailTo(ada.email);
  world.letPass(minutes(2));
  const poison = {
    host: 'evil.example',
    'x-forwarded-host': 'evil.example',
    forwarded: 'host=evil.example',
    'x-forwarded-proto': 'https',
  };
  const answer = await forge(world, browser, { path: '/register/new-token', fields: {}, headers: poison });
  assert.ok(!`${answer.location}${answer.body}`.includes('evil.example'));
  const mail = await world.mailbox.newestMailTo(ada.email, { after: first });
  assert.ok(linkIn(mail, '/register/verify-email').startsWith(`${world.issuer}/`));
  assert.ok(!JSON.stringify(mail).includes('evil.example'));
});

test('what is more than one address, or no address, begins no registration and sends no mail', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  await browser.visit(`${world.issuer}/register`);
  for (const email of [
    'ada@example.com,eve@example.com',
    'ada@example.com eve@example.com',
    '"ada@x"@example.com',
    'ada@example.com\r\nBcc: eve@example.com',
    'ada@example.com%0d%0aBcc:eve@example.com',
    'аda@example.com',
    'Ada <ada@example.com>',
    '',
    'ada@localhost',
    'a'.repeat(20_000),
  ]) {
    const answer = await forge(world, browser, { path: '/register', fields: { email } });
    assert.equal(answer.status, 422, email);
  }
  const brackets = await forge(world, browser, {
    path: '/register',
    fields: { 'email[]': 'ada@example.com', 'email[0]': 'x@example.com' },
  });
  assert.equal(brackets.status, 422);
  await browser.visit('/register');
  browser.isAt('Make your Lumen account');
});

test('mail goes to the normalised address, and one address in many spellings is one', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  await registerAlone(browser, world.issuer, { ...ada, email: ' ＡDA＠Example.COM ' });
  browser.says('ada@example.com');
  const mail = await world.mailbox.newestMailTo('ada@example.com');
  assert.equal(mail.subject, 'Lumen Email Validation Token');
  await browser.visit('/register?another=yes');
  browser.fillIn('email', 'Ada@EXAMPLE.com');
  await browser.press('Next');
  browser.isAt('Verify your email');
});

test('a link from elsewhere cannot begin a registration, nor use the attempt of another browser', async (t) => {
  const world = await aWorld(t);
  const victim = world.browser();
  await victim.visit(world.service('managed-hosting'));
  await victim.follow('Sign in');
  const attempt = victim.url.pathname.split('/')[2] ?? '';
  victim.fillIn('email', ada.email);

  const other = world.browser();
  await other.visit(`${world.issuer}/register?attempt=${attempt}&email=${encodeURIComponent(ada.email)}`);
  other.isAt('Make your Lumen account');
  assert.equal(other.valueOf('email'), '');
  assert.equal(other.valueOf('attempt'), undefined);
  other.fillIn('email', ada.email);
  await other.press('Next');
  other.isAt('Tell us who you are');
  assert.ok(!other.html.includes('Managed Hosting'));
  world.letPass(minutes(1));
  const planted = { email: 'eve@example.com', attempt };
  assert.equal((await forge(world, other, { path: '/register', fields: planted })).status, 303);
  await other.visit('/register');
  other.says('eve@example.com');
  assert.ok(!other.html.includes('Managed Hosting'));

  await victim.press('Next');
  victim.isAt('Tell us who you are');
  await victim.visit(`${world.issuer}/register?attempt=${attempt}&email=eve@example.com`);
  victim.isAt('Tell us who you are');
  victim.says(ada.email);
  assert.ok(!victim.html.includes('eve@example.com'));
});

test('five tokens an hour go to one address, however many browsers ask for them', async (t) => {
  const world = await aWorld(t);
  for (let count = 0; count < 5; count++) {
    await registerAlone(world.browser(), world.issuer, {
      ...ada,
      email: count % 2 === 0 ? ada.email : 'ADA@example.com',
    });
    world.letPass(minutes(2));
  }
  const late = world.browser();
  await registerAlone(late, world.issuer, ada);
  late.isAt('Verify your email');
  late.says('No token was sent just now');
  await late.press('Send a new token');
  late.says('No token was sent just now');
});
