// What people do, step by step, as they would say it. Each of these ends at the page that it names.
import { legacyPassword } from '../../demo/lumen.ts';
import type { Browser } from '../support/browser.ts';
import { type Mailbox, tokenIn } from '../support/mailbox.ts';

export interface Person {
  email: string;
  firstName: string;
  lastName: string;
  password: string;
}

export const ada: Person = {
  email: 'ada@example.com',
  firstName: 'Ada',
  lastName: 'Lovelace',
  password: 'a lantern over wide water',
};

export const grace: Person = {
  email: 'grace@example.com',
  firstName: 'Grace',
  lastName: 'Hopper',
  password: 'nanoseconds on a long wire',
};

/** Where a person is going: the address of a service, and the mailbox to read. */
export interface Place {
  service(id: string): string;
  mailbox: Mailbox;
}

/** → Email */
export async function arriveFrom(browser: Browser, place: Place, serviceId: string): Promise<void> {
  await browser.visit(place.service(serviceId));
  await browser.follow('Sign in');
}

/** Email → Registration, or → Password for who has an account */
export async function giveEmail(browser: Browser, { email }: Person): Promise<void> {
  browser.isAt('Enter your email address');
  browser.fillIn('email', email);
  await browser.press('Next');
}

/** Contact details → Password */
export async function giveContact(browser: Browser, person: Person): Promise<void> {
  browser.isAt('Tell us who you are');
  browser.fillIn('firstName', person.firstName);
  browser.fillIn('lastName', person.lastName);
  await browser.press('Next');
}

/** Password → Multi-factor authentication */
export async function choosePassword(browser: Browser, { password }: Person): Promise<void> {
  browser.isAt('Choose your password');
  browser.fillIn('password', password);
  browser.fillIn('passwordConfirmation', password);
  await browser.press('Next');
}

/** Multi-factor authentication → Security questions */
export async function declineSecondFactor(browser: Browser): Promise<void> {
  browser.isAt('Protect your account with a second factor');
  browser.choose('secondFactor', 'not-now');
  await browser.press('Next');
}

/** Security questions → Verify your email */
export async function answerQuestions(browser: Browser): Promise<void> {
  browser.isAt('Choose three security questions');
  for (const number of [1, 2, 3]) {
    browser.choose(`question${number}`, browser.optionsOf(`question${number}`)[number] ?? '');
    browser.fillIn(`answer${number}`, `Answer number ${number}`);
  }
  await browser.press('Next');
}

/** Verify your email → Done */
export async function enterToken(browser: Browser, place: Place, { email }: Person): Promise<void> {
  browser.isAt('Verify your email');
  browser.fillIn('token', tokenIn(await place.mailbox.newestMailTo(email)));
  await browser.press('Register');
}

/** Contact details → Verify your email */
export async function fillInRegistration(browser: Browser, person: Person): Promise<void> {
  await giveContact(browser, person);
  await choosePassword(browser, person);
  await declineSecondFactor(browser);
  await answerQuestions(browser);
  browser.isAt('Verify your email');
}

/** From nothing → Password, with an account of one's own. */
export async function register(
  browser: Browser,
  place: Place,
  person: Person,
  serviceId: string,
): Promise<void> {
  await arriveFrom(browser, place, serviceId);
  await giveEmail(browser, person);
  await fillInRegistration(browser, person);
  await enterToken(browser, place, person);
  browser.isAt('Your account is ready');
  await browser.follow(onwards(browser));
  browser.isAt('Enter your password');
}

const onwards = (browser: Browser): string =>
  browser.links.find((words) => words.startsWith('Sign in and go on')) ?? 'Choose a service and sign in';

/** Password → the next step */
export async function givePassword(browser: Browser, { password }: Person): Promise<void> {
  browser.isAt('Enter your password');
  browser.fillIn('password', password);
  await browser.press('Sign in');
}

/** Account Linking → the service */
export async function proveServiceAccount(
  browser: Browser,
  username: string,
  { password = legacyPassword, link = true }: { password?: string; link?: boolean } = {},
): Promise<void> {
  browser.isAt('Account Linking');
  browser.fillIn('username', username);
  browser.fillIn('password', password);
  if (!link) browser.uncheck('link');
  await browser.press('Sign in');
}

/** From nothing → the service, registered, signed in and linked. */
export async function comeInFor(
  browser: Browser,
  place: Place,
  person: Person,
  { serviceId, username }: { serviceId: string; username: string },
): Promise<void> {
  await register(browser, place, person, serviceId);
  await givePassword(browser, person);
  await proveServiceAccount(browser, username);
}

/** From nothing → the next step after the password, for who has an account. */
export async function signIn(
  browser: Browser,
  place: Place,
  person: Person,
  serviceId: string,
): Promise<void> {
  await arriveFrom(browser, place, serviceId);
  await giveEmail(browser, person);
  await givePassword(browser, person);
}

/** From nothing → Verify your email, with no service in mind. */
export async function registerAlone(browser: Browser, issuer: string, person: Person): Promise<void> {
  await browser.visit(`${issuer}/register`);
  browser.fillIn('email', person.email);
  await browser.press('Next');
  await fillInRegistration(browser, person);
}
