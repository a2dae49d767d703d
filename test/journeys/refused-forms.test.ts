// A form that is refused, in a browser without JavaScript: its page is got by GET, so that Back and reload send nothing.
import assert from 'node:assert/strict';
import { KEPT_FOR, sweepKeptPages } from '../../src/features/kept-pages/index.ts';
import { budgets, spendTry } from '../../src/features/throttle/index.ts';
import { days, minutes, seconds, systemClock } from '../../src/kernel/index.ts';
import type { Browser } from '../support/browser.ts';
import { eachDatabase, onDatabase } from '../support/databases.ts';
import { type Forged, forge } from '../support/forged-forms.ts';
import { anAccount, aSignInWorld, type SignInWorld } from '../support/sign-in-world.ts';
import { ada, giveEmail, givePassword, grace, proveServiceAccount } from './people.ts';

const NOT_AN_ADDRESS = 'Enter an email address in the form name@example.com.';
const LOST =
  'Your form was not taken, and what has to be put right could not be shown. Send it once more, and the page says it.';

const keptIn = async ({ db }: SignInWorld): Promise<number> =>
  (await db.selectFrom('keptPages').select('browserDigest').execute()).length;

/** Where the browser is now is the page of a form that was refused: it was got by GET, and so it is again. */
async function isRefused(browser: Browser, problem: string, status = 422): Promise<void> {
  const isHere = () => {
    assert.deepEqual([browser.problems, browser.status], [[problem], status]);
    assert.equal(browser.header('cache-control'), 'no-store');
    assert.match(browser.header('content-security-policy') ?? '', /form-action 'self'/);
  };
  const [posted = '', shown = '', ...rest] = browser.trail;
  assert.deepEqual([rest, shown.replace(/\?.*/, '')], [[], posted]);
  isHere();
  await browser.reload();
  assert.deepEqual(browser.trail, [shown]);
  isHere();
}

/** The form of the page, sent once more. Back leads to where the browser was. */
async function putRight(browser: Browser, button: string, fields: Record<string, string>): Promise<string> {
  const refused = browser.url.href;
  for (const [name, value] of Object.entries(fields)) browser.fillIn(name, value);
  await browser.press(button);
  assert.deepEqual(browser.problems, []);
  return refused;
}

/** Sends the form as a browser without scripts does, up to its answer. */
const send = (
  world: SignInWorld,
  browser: Browser,
  fields: Record<string, string>,
  headers = {},
): Promise<Forged> =>
  forge(world, browser, {
    path: browser.url.pathname,
    fields,
    headers: { 'sec-fetch-mode': 'navigate', ...headers },
  });

async function atRegistration(world: SignInWorld): Promise<Browser> {
  const browser = world.browser();
  await world.send(browser);
  await giveEmail(browser, ada);
  browser.isAt('Tell us who you are');
  return browser;
}

async function signedIn(world: SignInWorld, person = ada, browser = world.browser()): Promise<Browser> {
  await world.send(browser);
  await giveEmail(browser, person);
  await givePassword(browser, person);
  if (browser.heading === 'Account Linking') await proveServiceAccount(browser, person.firstName);
  await browser.visit(`${world.issuer}/account/contact/names`);
  browser.isAt('Change your name');
  return browser;
}

eachDatabase('at sign-in, what was wrong is shown by whichever node is asked for it', async (fresh, t) => {
  const world = await aSignInWorld(fresh, t);
  await anAccount(world);
  const browser = world.browser();
  await world.send(browser);
  await giveEmail(browser, { ...ada, email: 'ada at home' });
  await isRefused(browser, NOT_AN_ADDRESS);
  assert.equal(browser.valueOf('email'), 'ada at home');

  const { pathname, search } = browser.url;
  const tab = browser.newTab();
  await tab.visit(`${world.nodes.at(-1)}${pathname}${search}`);
  assert.deepEqual(tab.problems, [NOT_AN_ADDRESS]);

  const refused = await putRight(browser, 'Next', { email: ada.email });
  browser.isAt('Enter your password');
  assert.equal(await keptIn(world), 0);
  await browser.visit(refused);
  browser.isAt('Enter your email address');
  assert.deepEqual([browser.problems, browser.status], [[], 200]);

  // And where another form was refused since.
  world.letPass(seconds(1));
  await browser.visit(refused.replace(/\?.*/, ''));
  await giveEmail(browser, ada);
  await givePassword(browser, { ...ada, password: '' });
  assert.equal(await keptIn(world), 1);
  await browser.visit(refused);
  browser.isAt('Enter your email address');
  assert.deepEqual([browser.problems, browser.status], [[], 200]);
});

onDatabase(
  'sqlite',
  'a header full of cookies that look like those of kept pages has nobody write or answer more',
  async (fresh, t) => {
    const writes: string[] = [];
    const world = await aSignInWorld(fresh, t, { onWrite: (sql) => writes.push(sql) });
    const browser = world.browser();
    await world.send(browser);
    const cookie = [browser.cookies.headerFor(browser.url)]
      .concat(Array.from({ length: 100 }, (_, index) => `ma_refused_${index}=a.b`))
      .join('; ');
    const { status, headers } = await send(world, browser, { email: ada.email }, { cookie });
    assert.equal(status, 303);
    assert.equal(writes.filter((sql) => sql.includes('keptPages')).length, 1);
    assert.ok((headers['set-cookie'] ?? []).length <= 20);
  },
);

onDatabase(
  'sqlite',
  'of two tabs that are refused side by side each shows what was wrong with its form',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    const browser = world.browser();
    const tabs = [browser, browser.newTab()];
    for (const tab of tabs) await world.send(tab);
    await Promise.all(tabs.map((tab, index) => giveEmail(tab, { ...ada, email: `nobody ${index}` })));
    for (const [index, tab] of tabs.entries()) {
      await isRefused(tab, NOT_AN_ADDRESS);
      assert.equal(tab.valueOf('email'), `nobody ${index}`);
    }
  },
);

onDatabase('sqlite', 'whoever has to wait is told so once, and how long', async (fresh, t) => {
  const world = await aSignInWorld(fresh, t);
  await anAccount(world);
  const browser = world.browser();
  await world.send(browser);
  await giveEmail(browser, ada);
  for (let tries = 0; tries < 6; tries++) await givePassword(browser, { ...ada, password: 'wrong' });
  assert.equal(browser.status, 429);
  assert.match(browser.trail.at(-1) ?? '', /\/password\?refused=/);
  browser.says(/Wait|Try again in/);
  await browser.reload();
  assert.deepEqual([browser.heading, browser.problems, browser.status], ['Enter your password', [], 200]);

  await browser.visit(`${world.issuer}/recover`);
  const deps = { ...world, clock: systemClock };
  for (let count = 0; count < budgets.recoveries.tries; count++)
    await spendTry(deps, 'recoveries', '127.0.0.1');
  const { status, headers } = await send(world, browser, { email: ada.email });
  assert.deepEqual([status, headers['retry-after']], [303, undefined]);
  browser.fillIn('email', ada.email);
  await browser.press('Next');
  assert.deepEqual([browser.status, browser.header('retry-after')], [429, '3600']);
});

onDatabase(
  'sqlite',
  'at registration, what was typed is there until it is sent again or its time is over',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    const browser = await atRegistration(world);
    browser.fillIn('firstName', 'Augusta');
    await browser.press('Next');
    await isRefused(browser, 'Enter your last name.');
    assert.equal(browser.valueOf('firstName'), 'Augusta');

    const other = world.browser();
    await other.visit(`${world.issuer}/register`);
    await other.visit(browser.url.href);
    assert.ok(!other.text.includes('Enter your last name.') && !other.html.includes('Augusta'));

    world.letPass(KEPT_FOR);
    await sweepKeptPages({ db: world.db, clock: systemClock });
    assert.equal(await keptIn(world), 0);
    await browser.reload();
    browser.isAt('Tell us who you are');
    assert.deepEqual([browser.problems, browser.valueOf('firstName')], [[], '']);
  },
);

onDatabase('sqlite', 'at a recovery, its first page and its steps are got again', async (fresh, t) => {
  const world = await aSignInWorld(fresh, t);
  const browser = world.browser();
  await browser.visit(`${world.issuer}/recover`);
  browser.fillIn('email', 'ada at home');
  await browser.press('Next');
  await isRefused(browser, NOT_AN_ADDRESS);
  const refused = await putRight(browser, 'Next', { email: ada.email });
  browser.isAt('Choose how to receive the token');
  browser.choose('channel', 'email');
  await browser.press('Send the token');
  browser.fillIn('token', 'ABCD');
  await browser.press('Continue');
  await isRefused(browser, browser.problems[0] ?? assert.fail('The token is refused.'));
  assert.equal(browser.valueOf('token'), 'ABCD');
  await browser.visit(refused);
  assert.deepEqual([browser.problems, browser.status], [[], 200]);
});

onDatabase(
  'sqlite',
  'in Manage My Account, only the session whose form it was is shown what was typed',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    await anAccount(world);
    await anAccount(world, grace);
    const browser = await signedIn(world);
    browser.fillIn('firstName', 'Augusta');
    browser.fillIn('currentPassword', 'wrong');
    await browser.press('Change the name');
    await isRefused(browser, browser.problems[0] ?? assert.fail('The password is refused.'));
    assert.equal(browser.valueOf('firstName'), 'Augusta');
    const refused = browser.url.href;

    // Ended elsewhere: nothing has been posted in this browser since.
    await world.db.deleteFrom('sessions').execute();
    const row = await world.db.selectFrom('keptPages').selectAll().executeTakeFirstOrThrow();
    await browser.reload();
    browser.isAt('Enter your email address');
    assert.ok(!browser.html.includes('Augusta'));
    const cookies = browser.cookies.headerFor(browser.url);
    await signedIn(world, { ...grace, password: ada.password }, browser);
    // The row and the cookie as they were: both together are of no use to another session.
    await world.db.insertInto('keptPages').values(row).execute();
    browser.cookies.take(
      /ma_refused_[^;]*/.exec(cookies)?.[0] ?? assert.fail('The cookie is there.'),
      browser.url,
    );
    await browser.visit(refused);
    browser.isAt('Change your name');
    assert.deepEqual([browser.problems, browser.valueOf('firstName')], [[], grace.firstName]);
  },
);

onDatabase('sqlite', 'signing out forgets what was kept', async (fresh, t) => {
  const world = await aSignInWorld(fresh, t);
  await anAccount(world);
  const browser = await signedIn(world);
  browser.fillIn('currentPassword', 'wrong');
  await browser.press('Change the name');
  assert.equal(await keptIn(world), 1);
  await browser.follow('Sign out');
  await browser.press('Sign out');
  assert.equal(await keptIn(world), 0);
});

onDatabase(
  'sqlite',
  'a browser id that was planted or copied shows nothing of what is typed under it',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    const thief = world.browser();
    await thief.visit(`${world.issuer}/recover`);
    const planted = /ma_browser=[^;]*/.exec(thief.cookies.headerFor(thief.url))?.[0] ?? '';
    const victim = world.browser();
    victim.cookies.take(`${planted}; Path=/`, thief.url);
    await victim.visit(`${world.issuer}/recover`);
    victim.fillIn('email', 'ada at home');
    await victim.press('Next');
    assert.deepEqual(victim.problems, [NOT_AN_ADDRESS]);
    world.letPass(seconds(30));
    await thief.visit(victim.url.href);
    assert.deepEqual([thief.problems, thief.html.includes('ada at home')], [[], false]);
  },
);

onDatabase(
  'sqlite',
  'where what was wrong is gone or its cookie is, the page says that the form was not taken',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    await anAccount(world);
    const browser = await signedIn(world);
    const without = await send(world, browser, { firstName: 'Augusta' });
    assert.equal(without.status, 303);
    // The cookie that came with it is not taken in.
    await browser.visit(without.location ?? '');
    assert.deepEqual([browser.heading, browser.problems], ['Change your name', [LOST]]);
    world.letPass(minutes(1));
    await browser.reload();
    assert.deepEqual(browser.problems, [], 'whoever comes so late has gone back');

    const swept = await send(world, browser, { firstName: 'Augusta' });
    for (const cookie of swept.headers['set-cookie'] ?? []) browser.cookies.take(cookie, browser.url);
    await world.db.deleteFrom('keptPages').execute();
    await browser.visit(swept.location ?? '');
    assert.deepEqual(browser.problems, [LOST]);

    browser.cookies.forget(/ma_refused/);
    await browser.visit(`${world.issuer}/account/my-data`);
    const path = '/account/my-data/download';
    const headers = { 'sec-fetch-mode': 'navigate' };
    const download = await forge(world, browser, { path, fields: { currentPassword: 'wrong' }, headers });
    await browser.visit(download.location ?? '');
    assert.deepEqual([browser.url.pathname, browser.problems], ['/account/my-data', [LOST]]);
  },
);

onDatabase(
  'sqlite',
  'scripts of ours, programs and whoever has too many kept are answered at once',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    const browser = world.browser();
    await world.send(browser);
    const email = 'ada at home';
    const scripted = await send(world, browser, { email, scripted: 'yes' });
    const program = await send(world, browser, { email }, { 'sec-fetch-mode': 'cors' });
    assert.deepEqual([scripted.status, program.status, await keptIn(world)], [422, 422, 0]);
    const without = await send(world, browser, { email });
    assert.deepEqual([without.status, await keptIn(world)], [303, 1]);
    const deps = { ...world, clock: systemClock };
    for (let count = 1; count < budgets['kept-pages'].tries; count++)
      await spendTry(deps, 'kept-pages', '127.0.0.1');
    const tooMany = await send(world, browser, { email });
    assert.equal(tooMany.status, 422);
    assert.ok(tooMany.body.includes(NOT_AN_ADDRESS));
  },
);

onDatabase(
  'sqlite',
  'a sign-in that is over is so by GET, and a new token is asked for once',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    await anAccount(world, ada, { setAt: Date.now() - days(40) });
    const browser = await signedIn(world);
    await browser.visit(`${world.issuer}/account/authentication/app`);
    browser.fillIn('currentPassword', ada.password);
    await browser.press('Continue');
    browser.isAt('Confirm that it is you');
    await browser.press('Send a new token');
    browser.says('No token was sent just now');
    assert.match(browser.trail.at(-1) ?? '', /\/authentication\/app\?refused=/);
    await browser.reload();
    browser.says('No token was sent just now');

    const late = world.browser();
    await world.send(late);
    await giveEmail(late, ada);
    world.letPass(days(2));
    await givePassword(late, ada);
    const [posted = ''] = late.trail;
    assert.deepEqual([late.trail, late.status], [[posted, posted], 410]);
    late.isAt('This sign-in has expired');
  },
);
