// THREATS 10, 22, 28: whose delivery report it is, and what it never tells.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { SMTPServer } from 'smtp-server';
import { insertAccount } from '../../src/features/accounts/index.ts';
import { minutes, newId, seconds } from '../../src/kernel/index.ts';
import { openDatabase } from '../../src/platform/database/index.ts';
import { ada, enterToken, registerAlone } from '../journeys/people.ts';
import type { Browser } from '../support/browser.ts';
import { forge } from '../support/forged-forms.ts';
import { aWorld, type World } from '../support/world.ts';

const report = '/register/where-is-my-email';
const waiting = 'Emails may take up to 5 minutes to show in this report. Please try again.';
const someone = (email: string) => ({ ...ada, email });

/** Looks at the report until it says so; mail goes its way in real time. */
async function lookUntil(browser: Browser, words: string): Promise<void> {
  for (let looks = 0; looks < 200 && !browser.heading.startsWith(words); looks++) {
    await browser.visit(report);
    if (!browser.heading.startsWith(words)) await sleep(50);
  }
  assert.ok(browser.heading.startsWith(words), browser.text);
}

/** Waits until so many messages of the world have been tried: time must not pass while one is on its way. */
async function mailTried(world: World, messages: number): Promise<void> {
  const tried = () => world.writes.filter((sql) => /^update "messages" set .*"learnedAt"/.test(sql)).length;
  for (let looks = 0; looks < 400 && tried() < messages; looks++) await sleep(25);
  assert.ok(tried() >= messages, `${tried()} of ${messages} messages were tried`);
}

/** An account for that address, as if it had been made long ago. */
async function hasAccount(world: World, email: string): Promise<void> {
  const { db, close } = openDatabase({ file: join(world.dataDirectory, 'master-account.sqlite') });
  const owner = { id: newId(), email, firstName: 'Ada', lastName: 'Owner', phone: null };
  assert.ok(await insertAccount(db, { ...owner, secondFactorChosenAt: null, createdAt: 1 }));
  await close();
}

/** The page as bytes, without what differs between any two browsers and two addresses. */
const bytesOf = (browser: Browser, email: string): string =>
  [email, browser.valueOf('csrf'), browser.valueOf('registration')]
    .filter((own) => own !== undefined)
    .reduce((html, own) => html.replaceAll(own, 'OWN'), browser.html)
    .replaceAll(/\b[A-Z0-9]{4}-[A-Z0-9]{4}\b/g, 'REFERENCE');

test('with hidden discovery the report of an address that has an account is byte for byte that of one without', async (t) => {
  const world = await aWorld(t, (configuration) => ({ ...configuration, accountDiscovery: 'hidden' }));
  // Of the same length, at a domain that takes mail at first and bounces it later.
  const [owners, nobodys] = ['ada@bounce.test', 'eve@bounce.test'];
  await hasAccount(world, owners);
  const [one, other] = [world.browser(), world.browser()];
  await registerAlone(one, world.issuer, someone(owners));
  await registerAlone(other, world.issuer, someone(nobodys));
  const same = (what: string) => {
    assert.equal(bytesOf(one, owners), bytesOf(other, nobodys), what);
    assert.deepEqual(
      [one.status, one.header('content-length')],
      [other.status, other.header('content-length')],
    );
  };
  same('the page of the token');
  for (const browser of [one, other]) await browser.visit(report);
  same('too early');
  await mailTried(world, 2);
  world.letPass(minutes(3));
  for (const browser of [one, other]) await lookUntil(browser, 'Email was bounced');
  same('bounced');
  one.says('Lumen Email Validation Token');
  assert.ok(!one.text.includes('already'), one.text);

  for (const browser of [one, other]) await browser.press('Send a new token');
  same('a new token');
  await mailTried(world, 6);
  world.letPass(minutes(3));
  for (const browser of [one, other]) await lookUntil(browser, 'Email was bounced');
  same('bounced once more');
});

test('accepted mail is reported alike as well, whatever the owner of the account was sent', async (t) => {
  const world = await aWorld(t, (configuration) => ({ ...configuration, accountDiscovery: 'hidden' }));
  await hasAccount(world, ada.email);
  const [one, other] = [world.browser(), world.browser()];
  await registerAlone(one, world.issuer, ada);
  await registerAlone(other, world.issuer, someone('eve@example.com'));
  await mailTried(world, 2);
  world.letPass(minutes(3));
  for (const browser of [one, other]) await lookUntil(browser, 'Email successfully sent at');
  assert.equal(bytesOf(one, ada.email), bytesOf(other, 'eve@example.com'));
  const [newest] = await world.mailbox.mailsTo(ada.email);
  assert.equal(newest?.subject, 'You already have a Lumen Master Account', 'and that is what its owner got');
});

test('an address is corrected to one that has an account like to any other, and only its owner is told', async (t) => {
  const world = await aWorld(t, (configuration) => ({ ...configuration, accountDiscovery: 'hidden' }));
  await hasAccount(world, ada.email);
  const [one, other] = [world.browser(), world.browser()];
  await registerAlone(one, world.issuer, someone('mis@example.com'));
  await registerAlone(other, world.issuer, someone('typ@example.com'));
  for (const [browser, email] of [
    [one, ada.email],
    [other, 'eve@example.com'],
  ] as const) {
    await browser.follow('Correct my email address');
    browser.fillIn('email', email);
    await browser.press('Send the token there');
    browser.says('Your address is corrected');
  }
  assert.equal(bytesOf(one, ada.email), bytesOf(other, 'eve@example.com'));
  const [notice, token] = [
    await world.mailbox.newestMailTo(ada.email),
    await world.mailbox.newestMailTo('eve@example.com'),
  ];
  assert.equal(notice.subject, 'You already have a Lumen Master Account');
  assert.equal(token.subject, 'Lumen Email Validation Token');
});

test('the report is of this browser’s registration: no address, id or other browser opens it', async (t) => {
  const world = await aWorld(t);
  const [own, stranger, other] = [world.browser(), world.browser(), world.browser()];
  await registerAlone(own, world.issuer, someone('ada@block.test'));
  await registerAlone(other, world.issuer, someone('eve@example.com'));
  await mailTried(world, 2);
  world.letPass(minutes(3));
  await lookUntil(own, 'Email was blocked');
  const id = own.valueOf('registration') ?? '';
  const asked = `${report}?email=ada@block.test&registration=${id}&about=registration:${id}&to=ada@block.test`;
  await stranger.visit(`${world.issuer}${asked}`);
  stranger.isAt('Make your Lumen account');
  await other.visit(`${world.issuer}${asked}`);
  other.says('eve@example.com');
  for (const browser of [stranger, other]) assert.ok(!browser.html.includes('ada@block.test'));

  const begun = world.browser();
  await begun.visit(`${world.issuer}/register`);
  begun.fillIn('email', 'ada@block.test');
  await begun.press('Next');
  await begun.visit(report);
  begun.isAt('Tell us who you are');
});

test('a registration that is finished has no report any more', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  await registerAlone(browser, world.issuer, ada);
  await enterToken(browser, world, ada);
  world.letPass(minutes(4));
  for (const path of [report, '/register/email']) {
    await browser.visit(path);
    browser.isAt('Your account is ready');
  }
});

test('before three minutes the report is refused and says when it opens, and nothing of the email', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  await registerAlone(browser, world.issuer, someone('ada@block.test'));
  await mailTried(world, 1);
  const tooEarly = async (left: string) => {
    await browser.visit(report);
    assert.equal(browser.status, 403);
    browser.isAt('This report is not open yet');
    browser.says(`It opens in ${left}`);
    assert.doesNotMatch(browser.text, /queued|sent at|blocked|bounced|block\.test|subject/i);
  };
  await tooEarly('3 minutes');
  world.letPass(minutes(3) - seconds(1));
  await tooEarly('1 second');
  world.letPass(seconds(1));
  await lookUntil(browser, 'Email was blocked');
  assert.equal(browser.status, 200);
  await browser.press('Send a new token');
  await tooEarly('3 minutes');
});

/** A mail server that refuses every recipient in these words. */
async function refusing(t: TestContext, words: string): Promise<number> {
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onRcptTo: (_address, _session, answer) => answer(Object.assign(new Error(words), { responseCode: 550 })),
  });
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  t.after(() => server.close());
  return (listening.address() as { port: number }).port;
}

async function reportedBy(t: TestContext, words: string): Promise<{ world: World; browser: Browser }> {
  const port = await refusing(t, words);
  const world = await aWorld(t, ({ mail, ...configuration }) => ({
    ...configuration,
    mail: { ...mail, smtp: { ...mail?.smtp, host: '127.0.0.1', port } },
  }));
  const browser = world.browser();
  await registerAlone(browser, world.issuer, ada);
  await mailTried(world, 1);
  world.letPass(minutes(3));
  await lookUntil(browser, 'Email was');
  return { world, browser };
}

test('a hostile server leads nobody anywhere with its words, and shows nobody else’s address', async (t) => {
  const words =
    "5.1.1 <ada@example.com> forwards to <boss@gmail.com>; confirm'. at https://evil.example/x or +1 (800) 555-0199 <script>alert(1)</script>";
  const { browser } = await reportedBy(t, words);
  assert.match(
    browser.heading,
    /^Email was bounced at '[^']+' due to 'ada@example\.com forwards to \(another address\); confirm’\. at \(web address removed\) or \(number removed\)[^']*'$/,
  );
  for (const never of ['boss@gmail', 'evil.example', '555-0199', '<script>alert', '550']) {
    assert.ok(!browser.html.includes(never), never);
  }
});

test('the report changes nothing: it sends nothing, costs no try and prolongs nothing', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  await registerAlone(browser, world.issuer, ada);
  const mail = await world.mailbox.newestMailTo(ada.email);
  await mailTried(world, 1);
  world.letPass(minutes(3));
  await lookUntil(browser, 'Email successfully sent at');
  const before = world.writes.length;
  for (let looks = 0; looks < 5; looks++) await browser.follow('Check again');
  assert.deepEqual(world.writes.slice(before), []);
  assert.deepEqual(await world.mailbox.mailsTo(ada.email), [mail]);
  const posted = await forge(world, browser, { path: report, fields: {} });
  assert.equal(posted.status, 303);
  assert.ok(!browser.text.includes(waiting));
});
