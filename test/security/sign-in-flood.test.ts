// THREATS 24: what costs an attacker little must not cost us much.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { budgets, spendTry } from '../../src/features/throttle/index.ts';
import { systemClock } from '../../src/kernel/index.ts';
import {
  ada,
  choosePassword,
  giveContact,
  giveEmail,
  givePassword,
  grace,
  proveServiceAccount,
} from '../journeys/people.ts';
import type { Browser } from '../support/browser.ts';
import { onDatabase } from '../support/databases.ts';
import { forge } from '../support/forged-forms.ts';
import { anAccount, aSignInWorld, type SignInWorld } from '../support/sign-in-world.ts';

/** Sends the head of a form and a little of its body, and hangs up. */
async function hangUpAt(issuer: string, path: string): Promise<void> {
  const socket = connect(Number(new URL(issuer).port), '127.0.0.1');
  await once(socket, 'connect');
  const head = `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\na=b`;
  // With an answer that asks to go on the body is being waited for.
  socket.write(head.replace('\r\n\r\na=b', '\r\nExpect: 100-continue\r\n\r\n'));
  await once(socket, 'data');
  socket.end('a=b');
  await once(socket, 'close');
}

const flood = 50;
const hashingQueue = 8;

/** A browser at the password page of an address of its own, each from its own network. */
async function oneOfMany(world: SignInWorld, number: number, first: Browser) {
  const headers = { 'x-forwarded-for': `198.51.${number}.1` };
  const browser = first.newTab();
  const begun = await forge(world, browser, {
    path: world.requestPath(),
    fields: {},
    headers,
    method: 'GET',
  });
  const cookies = (begun.headers['set-cookie'] ?? []).map((each) => each.split(';')[0]);
  const own = { ...headers, cookie: [...cookies, first.cookies.headerFor(new URL(world.issuer))].join('; ') };
  const csrf = first.valueOf('csrf') ?? '';
  const hub = begun.location?.replace(/\/email$/, '');
  const post = (step: string, fields: Record<string, string>) =>
    forge(world, browser, { path: `${hub}/${step}`, fields: { csrf, ...fields }, headers: own });
  assert.equal((await post('email', { email: `someone${number}@example.com` })).status, 303);
  return () => post('password', { password: `wrong ${number}` });
}

onDatabase(
  'sqlite',
  'hundreds of sign-ins at once are told to come back, and who is signed in notices nothing',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t, {
      change: (configuration) => ({
        ...configuration,
        accountDiscovery: 'hidden',
        // Slow enough that passwords come in faster than they are hashed, on any machine.
        hashing: { memoryKiB: 65_536, passes: 4 },
        trustedProxies: ['127.0.0.0/8', '::1'],
      }),
      hashingQueue,
      hashing: { memoryKiB: 19_456, passes: 2 },
    });
    await anAccount(world);
    const browser = world.browser();
    await world.send(browser);
    await giveEmail(browser, ada);
    await givePassword(browser, ada);
    await proveServiceAccount(browser, 'bob');

    const first = world.browser();
    await world.send(first);
    const tries = [];
    for (let number = 1; number <= flood; number++) tries.push(await oneOfMany(world, number, first));
    let answered = 0;
    const answers = tries.map(async (send) => {
      const answer = await send();
      answered += 1;
      return answer;
    });
    await Promise.race(answers);
    await world.send(browser);
    browser.isAt('managed-hosting callback');
    assert.ok(answered < flood, 'while the others still wait');
    assert.equal((await world.exchange(browser)).status, 200);

    const settled = await Promise.all(answers);
    const of = (status: number) => settled.filter((each) => each.status === status);
    assert.equal(of(422).length + of(503).length, flood, 'no other answer');
    assert.ok(of(503).length > 0, `${of(503).length} were told to come back`);
    for (const busy of of(503)) assert.match(busy.headers['retry-after'] ?? '', /^\d+$/);
    const counted = await fresh.db.selectFrom('throttleCounters').selectAll().execute();
    const wrong = counted.filter(({ budget, tries }) => budget === 'wrong-passwords' && tries > 0);
    assert.equal(wrong.length, of(422).length, 'what was never looked at does not count');
  },
);

onDatabase(
  'sqlite',
  'a password of a megabyte is not read, and a long one is not hashed',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    await anAccount(world);
    const browser = world.browser();
    await world.send(browser);
    await giveEmail(browser, ada);
    const path = browser.url.pathname;
    const large = await forge(world, browser, { path, fields: { password: 'x'.repeat(40_000) } });
    assert.equal(large.status, 413);
    assert.match(large.body, /Reference <span class="reference">[2-9A-Z]{4}-/);
    const huge = { path, fields: { password: 'x'.repeat(1_000_000) } };
    // The answer comes before the form has been sent; the rest of it is not waited for.
    const status = await forge(world, browser, huge).then(
      (answer) => answer.status,
      () => 'closed',
    );
    assert.ok([413, 'closed'].includes(status), `${status}`);
    const long = await forge(world, browser, { path, fields: { password: 'x'.repeat(30_000) } });
    assert.equal(long.status, 422);
    const many = Object.fromEntries(Array.from({ length: 3000 }, (_, index) => [`f${index}`, 'x']));
    const wide = await forge(world, browser, { path, fields: { ...many, password: ada.password } });
    assert.ok([303, 413].includes(wide.status), `${wide.status}`);
  },
);

onDatabase(
  'sqlite',
  'whoever registers has only so many passwords and answers hashed from one network, and who signs in there is not kept waiting for it',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    await anAccount(world);
    const browser = world.browser();
    await world.send(browser);
    await giveEmail(browser, grace);
    await giveContact(browser, grace);
    const deps = { db: fresh.db, clock: systemClock, sealing: world.sealing };
    for (let count = 1; count < budgets['registration-hashes'].tries; count++)
      await spendTry(deps, 'registration-hashes', '127.0.0.1');
    await choosePassword(browser, grace);
    await browser.visit('/register/password');
    browser.fillIn('password', grace.password);
    browser.fillIn('passwordConfirmation', grace.password);
    await browser.press('Next');
    assert.equal(browser.status, 429);
    assert.match(browser.header('retry-after') ?? '', /^\d+$/);
    const other = world.browser();
    await world.send(other);
    await giveEmail(other, ada);
    await givePassword(other, ada);
    other.isAt('Account Linking');
  },
);

onDatabase(
  'sqlite',
  'whoever is signed in, or has a new password to choose, has only so many hashes too, however right everything is',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    const accountId = await anAccount(world);
    const deps = { db: fresh.db, clock: systemClock, sealing: world.sealing };
    const allButOne = async (name: 'confirmations' | 'new-passwords') => {
      for (let count = 1; count < budgets[name].tries; count++) await spendTry(deps, name, accountId);
    };
    const browser = world.browser();
    await browser.visit(`${world.issuer}/account/contact/names`);
    await giveEmail(browser, ada);
    await givePassword(browser, ada);
    await allButOne('confirmations');
    const rename = () =>
      forge(world, browser, {
        path: '/account/contact/names',
        fields: { firstName: 'Ada', lastName: 'King', currentPassword: ada.password },
      });
    assert.equal((await rename()).status, 303);
    await browser.visit('/account/contact/names');
    const over = await rename();
    assert.equal(over.status, 422);
    assert.match(over.body, /Very many changes in a short time/);

    await fresh.db.updateTable('passwords').set({ expiresAt: 1 }).execute();
    const other = world.browser();
    await world.send(other);
    await giveEmail(other, ada);
    await givePassword(other, ada);
    await allButOne('new-passwords');
    const old = { password: ada.password, passwordConfirmation: ada.password, passwordExpiration: 'never' };
    const choose = () => forge(world, other, { path: other.url.pathname, fields: old });
    assert.equal((await choose()).status, 422);
    const last = await choose();
    assert.equal(last.status, 429);
    assert.match(last.headers['retry-after'] ?? '', /^\d+$/);
  },
);

onDatabase(
  'sqlite',
  'whoever hangs up in the middle of a form has no fault of ours written to the log',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    for (const path of ['/recover', '/oidc/token', '/services/managed-hosting/signals', '/sign-out'])
      await hangUpAt(world.issuer, path);
    const faults = world
      .log()
      .split('\n')
      .filter((line) => line.includes('"level":50'));
    assert.deepEqual(faults, []);
    assert.match(world.log(), /"path":"\/recover","status":4/);
  },
);
