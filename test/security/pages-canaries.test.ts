// THREATS 40, 41: what is typed is kept where it belongs, shown as it was typed, and found nowhere else.
import assert from 'node:assert/strict';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { minutes } from '../../src/kernel/index.ts';
import { ada, giveEmail, grace, proveServiceAccount } from '../journeys/people.ts';
import type { Browser } from '../support/browser.ts';
import { type FreshDatabase, onDatabase } from '../support/databases.ts';
import { lettersTo } from '../support/letters.ts';
import { anAccount, aSignInWorld } from '../support/sign-in-world.ts';

const secrets = {
  wrongPassword: 'canary wrong 1f81 harbour',
  registered: 'canary first 2a92 harbour',
  renewed: 'canary next 3ba3 harbour',
  wrongLegacy: 'canary-legacy-4cb4',
  answer: 'canaryanswer5dc5',
  pin: '7391640582',
};

/** The headers of every answer that the browsers of this process have been given. */
function headersSent(t: TestContext): () => string {
  const sent: string[] = [];
  const note = (event: unknown) => {
    const { response } = event as { response: IncomingMessage };
    sent.push(JSON.stringify(response.rawHeaders));
  };
  subscribe('http.client.response.finish', note);
  t.after(() => unsubscribe('http.client.response.finish', note));
  return () => sent.join('\n');
}

/** Every byte at rest. */
function filesOf({ address }: FreshDatabase): string {
  assert.ok('file' in address);
  const folder = dirname(address.file);
  return readdirSync(folder)
    .filter((name) => name.startsWith('master-account'))
    .map((name) => readFileSync(join(folder, name), 'latin1'))
    .join('\n');
}

async function typePassword(browser: Browser, password: string): Promise<void> {
  browser.fillIn('password', password);
  if (browser.html.includes('passwordConfirmation')) browser.fillIn('passwordConfirmation', password);
  await browser.press(['Next', 'Sign in', 'Set the new password'].find((words) => browser.has(words)) ?? '');
}

onDatabase(
  'sqlite',
  'secrets that are typed are found in no log, no header, and nowhere at rest',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    const headers = headersSent(t);
    const browser = world.browser();
    const held = new Set<string>();
    const holds = () => {
      const cookies = browser.cookies.headerFor(browser.url).split('; ');
      for (const pair of cookies) if (!pair.includes('.sig=')) held.add(pair.split('=')[1] ?? '');
    };
    await world.send(browser);
    await giveEmail(browser, ada);
    browser.fillIn('firstName', ada.firstName);
    browser.fillIn('lastName', ada.lastName);
    browser.fillIn('pin', secrets.pin);
    await browser.press('Next');
    await typePassword(browser, secrets.registered);
    browser.choose('secondFactor', 'not-now');
    await browser.press('Next');
    for (const number of [1, 2, 3]) {
      browser.choose(`question${number}`, browser.optionsOf(`question${number}`)[number] ?? '');
      browser.fillIn(`answer${number}`, `${secrets.answer} ${number}`);
    }
    await browser.press('Next');
    holds();
    const token = String((await lettersTo(world, ada.email)).at(-1)?.fields['token']);
    browser.fillIn('token', token);
    await browser.press('Register');
    await browser.follow('Sign in and go on to Managed Hosting');
    await typePassword(browser, secrets.wrongPassword);
    browser.says('The address or the password is incorrect');
    await fresh.db
      .updateTable('passwords')
      .set({ expiresAt: Date.now() - minutes(1) })
      .execute();
    await typePassword(browser, secrets.registered);
    holds();
    await typePassword(browser, secrets.renewed);
    holds();
    await proveServiceAccount(browser, 'bob', { password: secrets.wrongLegacy });
    browser.says('username or password is incorrect');
    await proveServiceAccount(browser, 'bob');
    browser.isAt('managed-hosting callback');
    const code = browser.url.searchParams.get('code') ?? '';
    const { tokens } = await world.exchange(browser);
    await browser.visit(world.issuer);
    holds();
    await browser.visit(`${world.issuer}/sign-out`);
    const csrf = browser.valueOf('csrf') ?? '';
    await browser.press('Sign out');

    const typed = Object.values(secrets);
    const handedOut = [...held, csrf, code, token, tokens['access_token'] ?? '', tokens['id_token'] ?? ''];
    assert.ok(handedOut.length > 8 && handedOut.every((each) => each.length > 8));
    for (const secret of [...typed, ...handedOut]) {
      assert.ok(!world.log().includes(secret), `the log holds ${secret}`);
      assert.ok(!filesOf(fresh).includes(secret), `the database holds ${secret}`);
    }
    for (const secret of typed) assert.ok(!headers().includes(secret), `a header holds ${secret}`);
    assert.ok(world.log().length > 100 && headers().includes('ma_browser'), 'both were looked at');
    assert.ok(filesOf(fresh).includes(ada.email));
  },
);

const typed = [
  `Robert'); DROP TABLE "accounts"; --`,
  '"><script>alert(1)</script>',
  `' onfocus='alert(1)`,
  '</textarea><img src=x onerror=alert(1)>',
  `\${7*7} {{7*7}} <%= 7*7 %>`,
  'x\r\nSet-Cookie: evil=1',
  '{"level":60,"msg":"forged"}\n{"level":60}',
  '%0d%0a%00\u0001\u202e',
  '__proto__',
];
onDatabase(
  'sqlite',
  'whatever is typed is shown as it was typed, and is no markup, header or line of the log',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    const headers = headersSent(t);
    await anAccount(world, { ...ada });
    const accounts = () => fresh.db.selectFrom('accounts').selectAll().execute();
    const before = await accounts();
    const browser = world.browser();
    await world.send(browser);
    for (const text of typed) {
      browser.fillIn('email', text);
      await browser.press('Next');
      assert.equal(browser.valueOf('email'), text);
      assert.doesNotMatch(browser.html, /<script>alert|<img src=x|onfocus='alert/);
    }
    await giveEmail(browser, ada);
    await typePassword(browser, ada.password);
    for (const text of typed) {
      world.letPass(minutes(5));
      browser.fillIn('username', text);
      browser.fillIn('password', 'wrong');
      await browser.press('Sign in');
      assert.equal(browser.status, 422);
      assert.equal(browser.valueOf('username'), text);
      assert.doesNotMatch(browser.html, /<script>alert|<img src=x|onfocus='alert/);
    }
    await proveServiceAccount(browser, typed[1] ?? '');
    browser.isAt('managed-hosting callback');
    const link = await fresh.db.selectFrom('links').select('username').executeTakeFirst();
    assert.equal(link?.username, typed[1]);
    assert.deepEqual(await accounts(), before);
    assert.doesNotMatch(headers(), /evil|alert|DROP/);
    for (const line of world.log().trimEnd().split('\n')) assert.notEqual(JSON.parse(line).level, 60);
  },
);

onDatabase(
  'sqlite',
  'a reference number opens nothing, and tells nothing of the attempt that it is about',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    await anAccount(world, grace);
    const browser = world.browser();
    await world.send(browser);
    const reference = /class="reference">([^<]+)/.exec(browser.html)?.[1] ?? '';
    assert.match(reference, /^[2-9A-Z]{4}-[2-9A-Z]{4}$/);
    assert.ok(world.log().includes(reference), 'the log is found by it');
    const other = world.browser();
    for (const path of [
      `/sign-in/${reference}`,
      `/help?reference=${reference}`,
      `/register?attempt=${reference}`,
    ]) {
      await other.visit(world.issuer + path);
      assert.doesNotMatch(other.html, /Managed Hosting sent you here|name="password"/);
    }
    const audit = await fresh.db.selectFrom('auditEvents').selectAll().execute();
    assert.doesNotMatch(JSON.stringify(audit), new RegExp(browser.url.pathname.split('/')[2] ?? ''));
  },
);
