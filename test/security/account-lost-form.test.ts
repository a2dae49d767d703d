// A form of Manage My Account that comes when its session has ended (PRODUCT 10): the page says so, and gives back
// what was typed to whoever typed it, and to nobody else.
import assert from 'node:assert/strict';
import { hours, minutes } from '../../src/kernel/index.ts';
import { ada, giveEmail, givePassword, grace } from '../journeys/people.ts';
import type { Browser } from '../support/browser.ts';
import { onDatabase } from '../support/databases.ts';
import { anAccount, aSignInWorld, type SignInWorld } from '../support/sign-in-world.ts';

const OVER = 'Your session had ended, so nothing was changed.';
const TYPED = `${OVER} What you typed is here again, without passwords and codes.`;

async function signInAs(browser: Browser, person = ada): Promise<void> {
  await giveEmail(browser, person);
  await givePassword(browser, { ...person, password: ada.password });
}

async function at(world: SignInWorld, path: string): Promise<Browser> {
  const browser = world.browser();
  await browser.visit(`${world.issuer}/account/${path}`);
  await signInAs(browser);
  return browser;
}

/** From another browser. */
const endSessions = ({ db }: SignInWorld) => db.deleteFrom('sessions').execute();

onDatabase(
  'sqlite',
  'whoever posts a form after the session was ended elsewhere signs in again, is told once that nothing was changed, and need not type it again',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    await anAccount(world);
    const browser = await at(world, 'contact/names');
    browser.fillIn('firstName', 'Augusta');
    browser.fillIn('currentPassword', ada.password);
    await endSessions(world);
    await browser.press('Change the name');
    await signInAs(browser);
    browser.isAt('Change your name');
    assert.deepEqual(browser.problems, [TYPED]);
    assert.equal(browser.valueOf('firstName'), 'Augusta');
    assert.equal(browser.valueOf('currentPassword'), '');
    browser.fillIn('currentPassword', ada.password);
    await browser.press('Change the name');
    browser.says('Your name is changed');
    await browser.visit('/account/contact/names');
    assert.deepEqual(browser.problems, []);
  },
);

onDatabase(
  'sqlite',
  'what one person typed before the session ended is never shown to another one who signs in in that browser',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    await anAccount(world);
    await anAccount(world, grace);
    const browser = await at(world, 'contact/email');
    browser.fillIn('email', 'secret-plan@example.com');
    await endSessions(world);
    await browser.press('Send a token there');
    await signInAs(browser, grace);
    browser.isAt('Change your email address');
    assert.equal(browser.valueOf('email'), '');
    assert.deepEqual(browser.problems, []);
    assert.doesNotMatch(browser.html, /secret-plan/);
    await endSessions(world);
    await browser.visit('/account/contact/email');
    await signInAs(browser);
    assert.equal(browser.valueOf('email'), '', 'and it is gone for good');
  },
);

onDatabase(
  'sqlite',
  'no PIN, answer or password is kept of a form that came too late; the questions are',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    await anAccount(world);
    const browser = await at(world, 'contact/pin');
    browser.fillIn('pin', '48151623');
    await endSessions(world);
    await browser.press('Change the PIN');
    await signInAs(browser);
    browser.isAt('Change your support PIN');
    assert.deepEqual(browser.problems, [OVER]);
    assert.equal(browser.valueOf('pin'), '');

    await browser.visit('/account/questions');
    const [, chosen = ''] = browser.optionsOf('question1');
    browser.choose('question1', chosen);
    browser.fillIn('ownQuestion2', 'What did the lighthouse say?');
    browser.fillIn('answer1', 'An answer of mine');
    await endSessions(world);
    await browser.press('Replace the questions');
    await signInAs(browser);
    assert.deepEqual(browser.problems, [TYPED]);
    assert.equal(browser.valueOf('question1'), chosen);
    assert.equal(browser.valueOf('ownQuestion2'), 'What did the lighthouse say?');
    assert.equal(browser.valueOf('answer1'), '');
  },
);

onDatabase(
  'sqlite',
  'a form whose page has nothing to show any more says on the page that it leads back to that nothing was done',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    await anAccount(world);
    const other = await at(world, 'sessions');
    const browser = await at(world, 'sessions/end-others');
    browser.fillIn('currentPassword', ada.password);
    await world.db.deleteFrom('sessions').where('address', 'is not', null).execute();
    await browser.press('End all other sessions');
    await signInAs(browser);
    browser.isAt('Where you are signed in');
    assert.deepEqual(browser.problems, [OVER]);
    await other.reload();
    other.isAt('Enter your email address');
  },
);

onDatabase(
  'sqlite',
  'a session that ends while its form is being answered loses nothing either, and a wait of hours forgets it',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    await anAccount(world);
    const browser = await at(world, 'links/private-cloud/add');
    const link = async () => {
      browser.fillIn('username', 'bob');
      browser.fillIn('password', 'legacy-password');
      browser.fillIn('currentPassword', ada.password);
      await browser.press('Link');
    };
    world.beforeVerifying = () => endSessions(world);
    await link();
    await signInAs(browser);
    browser.isAt('Link Private Cloud');
    assert.deepEqual(browser.problems, [TYPED]);
    assert.equal(browser.valueOf('username'), 'bob');
    assert.deepEqual(await world.db.selectFrom('links').selectAll().execute(), []);

    world.letPass(minutes(16));
    await link();
    world.letPass(hours(2));
    await signInAs(browser);
    await browser.visit('/account/links/private-cloud/add');
    assert.deepEqual(browser.problems, []);
    assert.equal(browser.valueOf('username'), '');
  },
);
