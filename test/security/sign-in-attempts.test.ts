// THREATS 12–15: whose an attempt is, what opens it, and that no step of it is skipped.
import assert from 'node:assert/strict';
import { legacyPassword } from '../../demo/lumen.ts';
import { ada, giveEmail, givePassword, proveServiceAccount } from '../journeys/people.ts';
import type { Browser } from '../support/browser.ts';
import { type FreshDatabase, onDatabase } from '../support/databases.ts';
import { forge } from '../support/forged-forms.ts';
import { anAccount, aSignInWorld, type SignInWorld } from '../support/sign-in-world.ts';

const inWorld = (title: string, body: (world: SignInWorld, fresh: FreshDatabase) => Promise<void>): void =>
  onDatabase('sqlite', title, async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    await anAccount(world);
    await body(world, fresh);
  });

const hubOf = ({ url }: Browser): string => url.pathname.split('/').slice(0, 3).join('/');
const cookiesOf = (world: SignInWorld, browser: Browser): string =>
  browser.cookies.headerFor(new URL(hubOf(browser), world.issuer));

const without = (cookies: string, name: RegExp): string =>
  cookies
    .split('; ')
    .filter((pair) => !name.test(pair))
    .join('; ');

/** Another browser with these cookies, wherever the first one sends them. */
function thief(world: SignInWorld, cookies: string): Browser {
  const browser = world.browser();
  for (const pair of cookies.split('; ')) browser.cookies.take(`${pair}; path=/`, new URL(world.issuer));
  return browser;
}

const everyStep = {
  email: { email: ada.email },
  password: { password: ada.password },
  'new-password': {
    password: 'nine quiet herons at dawn',
    passwordConfirmation: 'nine quiet herons at dawn',
    passwordExpiration: 'never',
  },
  link: { username: 'bob', password: legacyPassword, link: 'yes' },
  code: { code: '123456' },
  register: {},
  done: {},
};

/** Posts all steps but those named. Each is answered with the hub or refused, and none goes on. */
async function nothingElseIsOpen(world: SignInWorld, browser: Browser, open: string[]): Promise<void> {
  const hub = hubOf(browser);
  const attempts = () => world.db.selectFrom('attempts').selectAll().execute();
  const before = await attempts();
  for (const [step, fields] of Object.entries(everyStep)) {
    if (open.includes(step)) continue;
    const posted = await forge(world, browser, { path: `${hub}/${step}`, fields });
    assert.deepEqual([posted.status, posted.location], [303, hub], step);
    const seen = await forge(world, browser, { path: `${hub}/${step}`, fields, method: 'GET' });
    assert.deepEqual([seen.status, seen.location], [303, hub], step);
  }
  for (const step of open) {
    const empty = await forge(world, browser, { path: `${hub}/${step}`, fields: {} });
    assert.equal(empty.status, 422, `${step} posted empty`);
  }
  assert.deepEqual(await attempts(), before);
}

inWorld('a step whose turn it is not goes nowhere, and one posted empty is refused', async (world) => {
  const browser = world.browser();
  await world.send(browser);
  await nothingElseIsOpen(world, browser, ['email']);
  await giveEmail(browser, ada);
  await nothingElseIsOpen(world, browser, ['email', 'password']);
  await givePassword(browser, ada);
  browser.isAt('Account Linking');
  await nothingElseIsOpen(world, browser, ['link']);
  assert.equal((await world.db.selectFrom('links').selectAll().execute()).length, 0);
  assert.equal((await world.db.selectFrom('sessions').selectAll().execute()).length, 0);
});

inWorld('the attempt’s cookie changes with the password, and the one before opens nothing', async (world) => {
  const browser = world.browser();
  await world.send(browser);
  await giveEmail(browser, ada);
  const hub = world.issuer + hubOf(browser);
  const before = cookiesOf(world, browser);
  await givePassword(browser, ada);
  const after = cookiesOf(world, browser);
  const old = thief(world, before);
  await old.visit(hub);
  old.isAt('This sign-in has expired');
  const [mixed, secret] = [before, after].map((header) => /ma_attempt_[^;]+/.exec(header)?.[0] ?? '');
  assert.notEqual(mixed, secret);
  const withoutProvider = thief(world, secret ?? '');
  await withoutProvider.visit(hub);
  withoutProvider.isAt('This sign-in has expired');
});

inWorld(
  'before it is done, all cookies together open no service and no page of the person',
  async (world) => {
    const browser = world.browser();
    await world.send(browser);
    await giveEmail(browser, ada);
    await givePassword(browser, ada);
    browser.isAt('Account Linking');
    const other = browser.newTab();
    await world.send(other, { prompt: 'none' });
    assert.equal(other.url.searchParams.get('error'), 'login_required');
    const [interaction] = /(?<=ma_interaction=)[^;]+/.exec(cookiesOf(world, browser)) ?? [];
    await other.visit(`${world.issuer}/oidc/authorize/${interaction}`);
    await world.send(other, { prompt: 'none' });
    assert.equal(other.url.searchParams.get('error'), 'login_required');
  },
);

inWorld(
  'the outcome of a sign-in is collected by the browser that finished it, and by no other',
  async (world) => {
    const attacker = world.browser();
    await world.send(attacker);
    await giveEmail(attacker, ada);
    await givePassword(attacker, ada);
    const fields = { username: 'bob', password: legacyPassword, link: 'yes' };
    await forge(world, attacker, { path: attacker.url.pathname, fields });
    const handedOver = await forge(world, attacker, { path: hubOf(attacker), fields: {}, method: 'GET' });
    const back = /url=([^"]+)/.exec(handedOver.body)?.[1] ?? '';
    assert.match(back, /\/oidc\/authorize\//);
    const collected = new URL(back, world.issuer);
    // What a sibling host could plant: all of the provider's cookies, but not the browser's own id.
    const resume = attacker.cookies.headerFor(collected);
    const victim = thief(world, without(resume, /^ma_browser/));
    await victim.visit(collected.href);
    victim.isAt('This sign-in has expired');
    await world.send(victim, { prompt: 'none' });
    assert.equal(victim.url.searchParams.get('error'), 'login_required');
  },
);

inWorld('an attempt that somebody else began and planted is not finished for them', async (world) => {
  const attacker = world.browser();
  await world.send(attacker);
  const planted = without(cookiesOf(world, attacker), /^ma_(attempt|browser)/);
  const victim = thief(world, planted);
  await victim.visit(world.issuer + hubOf(attacker));
  victim.isAt('This sign-in has expired');
  await attacker.reload();
  attacker.isAt('Enter your email address');
});

inWorld('the cookie of one attempt opens no other, in the same browser or in another', async (world) => {
  const [first, second] = [world.browser(), world.browser()];
  await world.send(first);
  await world.send(second);
  const path = `${hubOf(first)}/email`;
  const theirs = { path, fields: everyStep.email };
  assert.equal((await forge(world, second, theirs)).status, 410);
  const swapped = cookiesOf(world, second).replaceAll(hubOf(second).slice(9), hubOf(first).slice(9));
  const answer = await forge(world, second, { ...theirs, headers: { cookie: swapped } });
  assert.equal(answer.status, 410);
  assert.deepEqual(
    (await world.db.selectFrom('attempts').select('email').execute()).map(({ email }) => email),
    [null, null],
  );
});

inWorld(
  'a form from another site signs nobody in, whatever of the token and the origin is right',
  async (world) => {
    const browser = world.browser();
    await world.send(browser);
    await giveEmail(browser, ada);
    const post = { path: `${hubOf(browser)}/password`, fields: everyStep.password };
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: world.issuer, 'sec-fetch-site': 'same-site' },
      { origin: `${world.issuer}.evil.example` },
    ]) {
      assert.equal((await forge(world, browser, { ...post, headers })).status, 403);
    }
    for (const csrf of ['', 'x', 'A'.repeat(43)]) {
      assert.equal((await forge(world, browser, { ...post, fields: { ...post.fields, csrf } })).status, 403);
    }
    const bare = { cookie: without(cookiesOf(world, browser), /^ma_browser/) };
    const robbed = await forge(world, browser, { ...post, headers: bare });
    assert.equal(robbed.status, 403);
    assert.equal(robbed.headers['set-cookie'], undefined, 'the browser keeps the id that it did not send');
    assert.equal((await world.db.selectFrom('devices').selectAll().execute()).length, 0);
  },
);

inWorld('who only looks ahead does not use up the way back to the service', async (world) => {
  const browser = world.browser();
  await world.send(browser);
  await giveEmail(browser, ada);
  await givePassword(browser, ada);
  const hub = hubOf(browser);
  const linked = { path: `${hub}/link`, fields: everyStep.link };
  assert.equal((await forge(world, browser, linked)).status, 303);
  const look = { path: hub, fields: {}, method: 'HEAD' };
  assert.equal((await forge(world, browser, look)).status, 204);
  const ahead = { ...look, method: 'GET', headers: { 'sec-purpose': 'prefetch;prerender' } };
  assert.equal((await forge(world, browser, ahead)).status, 204);
  await browser.visit(hub);
  browser.isAt('managed-hosting callback');
  await browser.visit(world.issuer + hub);
  browser.isAt('This sign-in is complete');
});

inWorld('a browser that is filled with attempts is not shut out', async (world) => {
  const browser = world.browser();
  for (let count = 0; count < 40; count++) await world.send(browser);
  const kept = browser.cookies.headerFor(new URL(world.issuer)).match(/ma_attempt_/g) ?? [];
  assert.ok(kept.length <= 22, `${kept.length} cookies`);
  await giveEmail(browser, ada);
  await givePassword(browser, ada);
  await proveServiceAccount(browser, 'bob');
  browser.isAt('managed-hosting callback');
});
