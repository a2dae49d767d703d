import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import {
  ada,
  answerQuestions,
  arriveFrom,
  choosePassword,
  declineSecondFactor,
  enterToken,
  fillInRegistration,
  giveContact,
  giveEmail,
  givePassword,
} from '../../../../test/journeys/people.ts';
import type { Browser } from '../../../../test/support/browser.ts';
import { onDatabase } from '../../../../test/support/databases.ts';
import { forge } from '../../../../test/support/forged-forms.ts';
import { aSignInWorld } from '../../../../test/support/sign-in-world.ts';
import { aWorld, type World } from '../../../../test/support/world.ts';
import { budgets } from '../../../features/throttle/index.ts';
import { secondFactorPage } from './second-factor.page.ts';

async function begin(world: World, browser: Browser): Promise<void> {
  await arriveFrom(browser, world, 'managed-hosting');
  await giveEmail(browser, ada);
}

test('each page says which of the six steps it is, names the service, and leads back', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  await begin(world, browser);
  const steps: [string, () => Promise<void>][] = [
    ['Step 1 of 6: Contact details', () => giveContact(browser, ada)],
    ['Step 2 of 6: Password', () => choosePassword(browser, ada)],
    ['Step 3 of 6: Multi-factor authentication', () => declineSecondFactor(browser)],
    ['Step 4 of 6: Security questions', () => answerQuestions(browser)],
    ['Step 5 of 6: Verify your email', () => enterToken(browser, world, ada)],
    ['Step 6 of 6: Done', async () => {}],
  ];
  for (const [index, [words, next]] of steps.entries()) {
    browser.says(words);
    browser.says('Managed Hosting');
    assert.equal(browser.links.includes('Back'), index > 0 && index < 5, words);
    await next();
  }
  await browser.follow('Sign in and go on to Managed Hosting');
  browser.isAt('Enter your password');
  browser.says(ada.email);
});

test('a refused page shows again everything that was typed, and each fault at its field', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  await begin(world, browser);
  const assigned = browser.valueOf('pin') ?? '';
  assert.match(assigned, /^\d{6}$/);
  const typed = { firstName: 'Ada <b>', lastName: '', phone: '555-5555', pin: '12' };
  for (const [name, value] of Object.entries(typed)) browser.fillIn(name, value);
  await browser.press('Next');
  assert.equal(browser.status, 422);
  assert.deepEqual(browser.problems, [
    'Enter your last name.',
    'The phone number must start with a plus sign and the country calling code, e.g. +1-555-555-5555.',
    'The PIN must be digits only, 4 to 10 of them.',
  ]);
  for (const [name, value] of Object.entries(typed)) assert.equal(browser.valueOf(name), value);
  await browser.visit('/register/contact');
  assert.equal(browser.valueOf('pin'), assigned, 'nothing of a refused page is kept');
});

test('what is too long is said to be, and not cut by the browser without a word', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  await begin(world, browser);
  assert.doesNotMatch(browser.html, /name="(pin|firstName|lastName|phone)"[^>]*maxlength/);
  browser.fillIn('firstName', 'A'.repeat(101));
  browser.fillIn('lastName', 'Lovelace');
  browser.fillIn('pin', '12345678901');
  await browser.press('Next');
  assert.deepEqual(browser.problems, [
    'Your first name is too long. Use at most 100 characters.',
    'The PIN must be digits only, 4 to 10 of them.',
  ]);
});

test('a phone number is said to be used for nothing until it has been verified', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  await begin(world, browser);
  browser.says('It is kept with your account, and used for nothing until it has been verified.');
});

test('Next on the password page says which requirement is not met, and never shows a password', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  await begin(world, browser);
  await giveContact(browser, ada);
  const tried: [string, string, RegExp][] = [
    ['', '', /Enter a password/],
    ['short', 'short', /too short/],
    ['passwordpassword', 'passwordpassword', /breach/],
    ['Welcome2024!!!!!', 'Welcome2024!!!!!', /common words or patterns/],
    ['Lovelace Ada 1815', 'Lovelace Ada 1815', /your name/],
    ['ManagedHosting!2026', 'ManagedHosting!2026', /name of a service/],
    [ada.password, 'another one of mine', /two passwords differ/],
  ];
  for (const [password, confirmation, problem] of tried) {
    browser.fillIn('password', password);
    browser.fillIn('passwordConfirmation', confirmation);
    await browser.press('Next');
    assert.equal(browser.problems.length, 1, browser.problems.join());
    assert.match(browser.problems[0] ?? '', problem);
    assert.equal(browser.valueOf('password'), '');
  }
  browser.fillIn('password', ada.password);
  browser.fillIn('passwordConfirmation', ada.password);
  browser.choose('passwordExpiration', 'date');
  browser.fillIn('passwordExpirationDate', '2020-01-01');
  await browser.press('Next');
  assert.match(browser.problems.join(), /date of expiration is over/);
  assert.equal(browser.valueOf('passwordExpiration'), 'date');
  assert.equal(browser.valueOf('passwordExpirationDate'), '2020-01-01');
});

test('a password that was good, beside a date that was not, has to be entered again, which is said after the date', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  await begin(world, browser);
  await giveContact(browser, ada);
  const again = 'Enter the password again, in both fields. It is not kept until the rest is right.';
  const press = async (password: string, date: string) => {
    browser.fillIn('password', password);
    browser.fillIn('passwordConfirmation', password);
    browser.choose('passwordExpiration', 'date');
    browser.fillIn('passwordExpirationDate', date);
    await browser.press('Next');
  };
  await press(ada.password, '');
  assert.deepEqual(browser.problems, [
    'Enter the date of expiration as year-month-day, such as 2027-03-31.',
    again,
  ]);
  await press(ada.password, '2099-01-01');
  assert.equal(browser.problems[1], again);
  await press('short', '2099-01-01');
  assert.ok(!browser.problems.includes(again));
  browser.choose('passwordExpiration', 'never');
  await choosePasswordAgain(browser);
  await browser.follow('Back');
  await press('', '2099-01-01');
  assert.deepEqual(browser.problems, [
    'The date of expiration is too far away. Choose one within ten years.',
  ]);
});

async function choosePasswordAgain(browser: Browser): Promise<void> {
  await choosePassword(browser, ada);
  browser.isAt('Protect your account with a second factor');
}

test('the date of expiration is not called optional, since it is asked for where it is needed', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  await begin(world, browser);
  await giveContact(browser, ada);
  browser.says('For example 2027-03-31.');
  assert.ok(!browser.has('(optional)'));
});

test('a password that is set is said to be set, and stays or is replaced', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  await begin(world, browser);
  await giveContact(browser, ada);
  browser.choose('passwordExpiration', '90-days');
  await choosePassword(browser, ada);
  await browser.follow('Back');
  browser.isAt('Your password is set');
  assert.equal(browser.valueOf('passwordExpiration'), '90-days');
  await browser.press('Next');
  browser.isAt('Protect your account with a second factor');
  await browser.follow('Back');
  browser.fillIn('password', 'too short');
  await browser.press('Next');
  browser.isAt('Your password is set');
  assert.equal(browser.problems.length, 2);
});

test('while a password is typed, the checklist is told what is not met', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  await begin(world, browser);
  await giveContact(browser, ada);
  const unmet = async (password: string) => {
    const url = new URL('/register/password/check', world.issuer);
    const body = new URLSearchParams({ csrf: browser.valueOf('csrf') ?? '', password });
    const answer = await fetch(url, {
      method: 'POST',
      body,
      headers: { cookie: browser.cookies.headerFor(url) },
    });
    assert.equal(answer.headers.get('cache-control'), 'no-store');
    if (answer.ok) return ((await answer.json()) as { unmet: string[] }).unmet;
    return { status: answer.status, comeBack: Number(answer.headers.get('retry-after')) > 0 };
  };
  assert.deepEqual(await unmet('short'), ['length']);
  assert.deepEqual(await unmet('passwordpassword'), ['uncommon']);
  assert.deepEqual(await unmet('Ada Lovelace 1815'), ['impersonal']);
  assert.deepEqual(await unmet(ada.password), []);
  // Nobody types that fast: a browser that asks on and on would keep the server from its work.
  for (let asked = 4; asked < budgets['password-checks'].tries; asked++) await unmet('short');
  assert.deepEqual(await unmet(ada.password), { status: 429, comeBack: true });
});

test('the four caveats of a second factor are told, and a choice is asked for', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  await begin(world, browser);
  await giveContact(browser, ada);
  await choosePassword(browser, ada);
  for (const caveat of ['smart phone', 'OTP app', 'every sign-in', 'clocks']) browser.says(caveat);
  await browser.press('Next');
  assert.deepEqual(browser.problems, ['Choose whether you want a second factor.']);
  browser.choose('secondFactor', 'otp-app');
  await browser.press('Next');
  await browser.follow('Back');
  assert.equal(browser.valueOf('secondFactor'), 'otp-app');
});

test('whoever wants a second factor is told what it takes, and sets it up at the first sign-in', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  await begin(world, browser);
  await giveContact(browser, ada);
  await choosePassword(browser, ada);
  for (const caveat of [
    'a smart phone with an app store, or a TOTP plug-in',
    'any app that speaks TOTP',
    'A code is asked for at every sign-in',
    'The clocks of your phone and of our server must be right',
    'You can turn it on later in Manage My Account',
  ]) {
    browser.says(caveat);
  }
  browser.choose('secondFactor', 'otp-app');
  await browser.press('Next');
  await answerQuestions(browser);
  await enterToken(browser, world, ada);
  browser.isAt('Your account is ready');
  browser.says('You have chosen a second factor. You set up your OTP app when you sign in now.');
  browser.says('Sign in, then give the username and password that you have at Managed Hosting, once.');
  await browser.follow('Sign in and go on to Managed Hosting');
  await givePassword(browser, ada);
  browser.isAt('Set up your OTP app');
  browser.says('After this you go on to Managed Hosting, or link it first.');
});

test('where the service requires a second factor, the choice is made and the page says why', () => {
  const shell = { brand: { name: 'Lumen', mark: '' }, reference: 'TEST-TEST' };
  const whose = { registration: 'x', email: ada.email };
  const page = { shell, csrf: '', ...whose, panel: undefined, problems: [], choice: 'not-now' };
  const made = `${secondFactorPage({ ...page, required: 'Private Cloud asks for a second factor.' })}`;
  assert.match(made, /Private Cloud asks for a second factor\./);
  assert.match(made, /value="otp-app"[^>]*checked/);
  assert.doesNotMatch(made, /value="not-now"/);
  assert.match(`${secondFactorPage({ ...page, required: undefined })}`, /value="not-now"[^>]*checked/);
});

test('where the company requires a second factor of an address, so it is; also when the address is corrected into it', async (t) => {
  const companys = { ...ada, email: 'ada@firm.example' };
  const why = 'Lumen asks for a second factor from everybody with your kind of address.';
  const world = await aWorld(t, (same) => ({
    ...same,
    secondFactor: { requiredEmailDomains: ['firm.example'] },
  }));
  const browser = world.browser();
  await arriveFrom(browser, world, 'managed-hosting');
  await giveEmail(browser, companys);
  await giveContact(browser, companys);
  await choosePassword(browser, companys);
  browser.says('This choice is made for you');
  browser.says(why);
  assert.deepEqual(
    [browser.optionsOf('secondFactor'), browser.valueOf('secondFactor')],
    [['otp-app'], 'otp-app'],
  );
  const fields = { secondFactor: 'not-now', registration: browser.valueOf('registration') ?? '' };
  const forged = await forge(world, browser, { path: '/register/second-factor', fields });
  assert.equal(forged.location, '/register/questions');
  assert.deepEqual(choicesIn(world), ['otp-app']);

  const other = world.browser();
  await begin(world, other);
  await fillInRegistration(other, ada);
  await other.follow('Correct my email address');
  other.fillIn('email', companys.email);
  await other.press('Send the token there');
  other.says(`${why} You set up your OTP app at your first sign-in.`);
  assert.deepEqual(choicesIn(world), ['otp-app', 'otp-app']);
  await enterToken(other, world, companys);
  other.isAt('Your account is ready');
  other.says(`${why} You set up your OTP app when you sign in now.`);
  await other.follow('Sign in and go on to Managed Hosting');
  await givePassword(other, companys);
  other.isAt('Set up your OTP app');
  other.says(why);
});

onDatabase(
  'sqlite',
  'where the service asks for a second factor with its request, the choice is made too',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    const browser = world.browser();
    await world.send(browser, { acr_values: 'aal2' });
    await giveEmail(browser, ada);
    await giveContact(browser, ada);
    await choosePassword(browser, ada);
    browser.says('Managed Hosting asks for a second factor.');
    assert.deepEqual(browser.optionsOf('secondFactor'), ['otp-app']);
  },
);

/** What the registrations have of a second factor. */
function choicesIn({ dataDirectory }: World): unknown[] {
  const database = new DatabaseSync(join(dataDirectory, 'master-account.sqlite'), { readOnly: true });
  const rows = database.prepare('select * from registrations').all();
  database.close();
  return rows.map(({ secondFactor }) => secondFactor);
}

test('a question of own wording stands where it was written, and answers that are set are not shown', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  await begin(world, browser);
  await giveContact(browser, ada);
  await choosePassword(browser, ada);
  await declineSecondFactor(browser);
  const own = 'What do I hum while I wait?';
  browser.fillIn('ownQuestion1', own);
  browser.fillIn('answer1', 'Goldberg');
  browser.choose('question2', browser.optionsOf('question2')[1] ?? '');
  browser.choose('question3', browser.optionsOf('question3')[1] ?? '');
  browser.fillIn('answer3', 'Paris');
  await browser.press('Next');
  assert.deepEqual(browser.problems, [
    'Answer question 2.',
    'Question 3 is like question 1 or 2. Choose three different ones.',
  ]);
  assert.equal(browser.valueOf('ownQuestion1'), own);
  assert.equal(browser.valueOf('answer1'), 'Goldberg');
  browser.fillIn('answer2', 'Rome');
  browser.choose('question3', browser.optionsOf('question3')[2] ?? '');
  await browser.press('Next');
  browser.isAt('Verify your email');
  await browser.follow('Back');
  assert.equal(browser.valueOf('ownQuestion1'), own);
  assert.equal(browser.valueOf('answer1'), '');
  await browser.press('Next');
  browser.isAt('Verify your email');
});
