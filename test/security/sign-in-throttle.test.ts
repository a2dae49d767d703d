// THREATS 19, 20, 21: passwords are counted for the account, over all nodes, however they come.
import assert from 'node:assert/strict';
import { spendTry } from '../../src/features/throttle/index.ts';
import { minutes, seconds, systemClock } from '../../src/kernel/index.ts';
import { ada, giveEmail, givePassword } from '../journeys/people.ts';
import type { Browser } from '../support/browser.ts';
import { eachDatabase, onDatabase } from '../support/databases.ts';
import { forge } from '../support/forged-forms.ts';
import { anAccount, aSignInWorld, type SignInWorld } from '../support/sign-in-world.ts';

const spellings = ['ada@example.com', ' ADA@Example.COM ', 'ａｄａ＠example.com', 'Ada@EXAMPLE.com'];

async function atPassword(world: SignInWorld, email: string): Promise<Browser> {
  const browser = world.browser();
  await world.send(browser);
  await giveEmail(browser, { ...ada, email });
  browser.isAt('Enter your password');
  return browser;
}

/** Tries a password at one of the nodes, as whatever client. */
const tryPassword = (world: SignInWorld, browser: Browser, password: string, number = 0) =>
  forge({ issuer: world.nodes[number % world.nodes.length] ?? '' }, browser, {
    path: browser.url.pathname,
    fields: { password },
    headers: { 'x-forwarded-for': `198.51.${number}.7, ${number}.0.0.1, junk`, forwarded: `for=${number}` },
  });

eachDatabase(
  'of wrong passwords at once, in all spellings of the address and at every node, five are looked at',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    await anAccount(world);
    const browsers = [];
    for (let count = 0; count < 16; count++) {
      browsers.push(await atPassword(world, spellings[count % spellings.length] ?? ''));
    }
    const answers = await Promise.all(
      browsers.map((each, index) => tryPassword(world, each, `wrong ${index}`, index)),
    );
    const statuses = answers.map(({ status }) => status).sort();
    assert.deepEqual(statuses, [...Array(5).fill(422), ...Array(11).fill(429)]);

    const [browser] = browsers;
    assert.ok(browser);
    const waiting = await tryPassword(world, browser, ada.password);
    assert.equal(waiting.status, 429, 'not even the right one');
    assert.equal(waiting.headers['retry-after'], '1');
    world.letPass(seconds(1));
    assert.equal((await tryPassword(world, browser, 'wrong again', 1)).status, 422);
    world.letPass(seconds(1));
    assert.equal((await tryPassword(world, browser, ada.password)).status, 429, 'the wait has doubled');
    world.letPass(seconds(1));
    assert.equal((await tryPassword(world, browser, ada.password)).status, 303);
  },
);

onDatabase(
  'sqlite',
  'nobody else can lock the owner out of a device that was used before',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    await anAccount(world);
    const owner = await atPassword(world, ada.email);
    await givePassword(owner, ada);
    owner.isAt('Account Linking');
    const attacker = await atPassword(world, ada.email);
    for (let tries = 0; tries < 7; tries++) await tryPassword(world, attacker, 'wrong');
    assert.equal((await tryPassword(world, attacker, ada.password)).status, 429);
    const elsewhere = await atPassword(world, ada.email);
    assert.equal((await tryPassword(world, elsewhere, ada.password)).status, 429, 'a device not known waits');

    await world.send(owner);
    await giveEmail(owner, ada);
    await givePassword(owner, ada);
    owner.isAt('Account Linking');
  },
);

eachDatabase(
  'whoever had the password before it has no guesses of their own at a new one, on however many devices; where it was chosen has',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    await anAccount(world);
    const thieves = [await atPassword(world, ada.email), await atPassword(world, ada.email)] as const;
    for (const thief of thieves) await givePassword(thief, ada);
    const owner = world.browser();
    await owner.visit(`${world.issuer}/account/authentication/password`);
    await giveEmail(owner, ada);
    await givePassword(owner, ada);
    world.letPass(seconds(1));
    const renewed = { ...ada, password: 'nine quiet herons at dawn' };
    owner.fillIn('currentPassword', ada.password);
    owner.fillIn('password', renewed.password);
    owner.fillIn('passwordConfirmation', renewed.password);
    await owner.press('Change the password');
    owner.says('Your password is changed');

    const statuses: number[] = [];
    for (const thief of thieves) {
      await world.send(thief);
      await giveEmail(thief, ada);
      for (let tries = 0; tries < 4; tries++)
        statuses.push((await tryPassword(world, thief, 'wrong')).status);
    }
    assert.deepEqual(statuses, [...Array(5).fill(422), ...Array(3).fill(429)]);
    await owner.visit(world.issuer + world.requestPath({ prompt: 'login' }));
    await givePassword(owner, renewed);
    owner.isAt('Account Linking');
  },
);

onDatabase(
  'sqlite',
  'a stranger in the owner’s network locks out whoever is new there, who is told so, and not a device that was used before',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    await anAccount(world);
    const owner = await atPassword(world, ada.email);
    await givePassword(owner, ada);
    owner.isAt('Account Linking');
    const elsewhere = await atPassword(world, ada.email);
    const deps = { db: world.db, clock: systemClock, sealing: world.sealing };
    for (let tries = 0; tries < 100; tries++) {
      await spendTry(deps, 'sign-in-tries', '127.0.0.1');
      await spendTry(deps, 'address-look-ups', '127.0.0.1');
    }
    const { status, body, headers } = await tryPassword(world, elsewhere, ada.password);
    assert.equal(status, 429);
    assert.match(headers['retry-after'] ?? '', /^[56]\d\d$/);
    assert.match(body, /Too many passwords were tried from your network/);
    assert.doesNotMatch(body, /passwords were incorrect/);

    const giveEmailAgain = async () => {
      await world.send(owner);
      await giveEmail(owner, ada);
      return owner.heading;
    };
    assert.equal(await giveEmailAgain(), 'Enter your password');
    await givePassword(owner, ada);
    owner.isAt('Account Linking');
    const [{ id } = { id: '' }] = await world.db.selectFrom('accounts').select('id').execute();
    // What the devices of an account may do is not endless either.
    for (let tries = 0; tries < 100; tries++) await spendTry(deps, 'tries-of-known-devices', id);
    assert.equal(await giveEmailAgain(), 'Enter your email address');
    owner.says('Too many addresses were tried from your network.');
    world.letPass(minutes(10));
    assert.equal(await giveEmailAgain(), 'Enter your password');
  },
);

onDatabase('sqlite', 'a known device has no more tries than any other', async (fresh, t) => {
  const world = await aSignInWorld(fresh, t);
  await anAccount(world);
  const browser = await atPassword(world, ada.email);
  await givePassword(browser, ada);
  const statuses = [];
  await world.send(browser);
  await giveEmail(browser, ada);
  for (let tries = 0; tries < 7; tries++)
    statuses.push((await tryPassword(world, browser, 'wrong', tries)).status);
  assert.deepEqual(statuses, [422, 422, 422, 422, 422, 429, 429]);
});

onDatabase('sqlite', 'no header makes an address block of one client into many', async (fresh, t) => {
  const world = await aSignInWorld(fresh, t);
  const browser = world.browser();
  await world.send(browser);
  const statuses: number[] = [];
  for (let count = 1; count <= 102; count++) {
    const headers = { 'x-forwarded-for': `203.0.${count}.1`, 'x-real-ip': `203.0.${count}.1` };
    const post = { path: browser.url.pathname, fields: { email: `nobody${count}@example.com` }, headers };
    statuses.push((await forge(world, browser, post)).status);
  }
  assert.deepEqual(statuses.slice(98), [303, 303, 429, 429]);
  world.letPass(minutes(10));
  const later = { path: browser.url.pathname, fields: { email: ada.email } };
  assert.equal((await forge(world, browser, later)).status, 303);
});
