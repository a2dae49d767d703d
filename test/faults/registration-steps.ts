// Each step of a registration as something to die in.
import assert from 'node:assert/strict';
import {
  answerQuestions,
  choosePassword,
  declineSecondFactor,
  enterToken,
  giveContact,
  giveEmail,
  givePassword,
  type Person,
} from '../journeys/people.ts';
import type { Browser } from '../support/browser.ts';
import { until } from './until.ts';
import type { FaultWorld } from './world.ts';

/** One thing that a person does. */
export interface Step {
  name: string;
  /** Brings them to where they do it. */
  reach(world: FaultWorld, person: Person): Promise<Browser>;
  /** Does it. */
  act(world: FaultWorld, person: Person, browser: Browser): Promise<void>;
  /** After a death: goes back, and does it again unless it is done. */
  goOn(world: FaultWorld, person: Person, browser: Browser): Promise<void>;
  /** What must hold in the end, however often the program died. */
  check(world: FaultWorld, person: Person): Promise<void>;
}

type Act = (browser: Browser, world: FaultWorld, person: Person) => Promise<void>;

const place = ({ mailbox }: FaultWorld) => ({ mailbox, service: () => '' });

/** In order, with the heading of the page that each is done on. */
const acts: [name: string, heading: string | undefined, act: Act][] = [
  ['giving the address', undefined, (browser, _world, person) => giveAddress(browser, person)],
  ['contact details', 'Tell us who you are', (browser, _world, person) => giveContact(browser, person)],
  ['the password', 'Choose your password', (browser, _world, person) => choosePassword(browser, person)],
  ['the second factor', 'Protect your account with a second factor', declineSecondFactor],
  ['security questions', 'Choose three security questions', answerQuestions],
  ['the token', 'Verify your email', giveToken],
];

async function giveToken(browser: Browser, world: FaultWorld, person: Person): Promise<void> {
  await until('the token has come', async () => (await world.mailbox.mailsTo(person.email)).length > 0);
  await enterToken(browser, place(world), person);
}

async function giveAddress(browser: Browser, { email }: Person): Promise<void> {
  browser.fillIn('email', email);
  await browser.press('Next');
}

export const registrationSteps: Step[] = acts.map(([name, heading, act], number) => ({
  name,
  async reach(world, person) {
    const browser = world.browser();
    await browser.visit(`${world.issuer}/register`);
    for (const [, , earlier] of acts.slice(0, number)) await earlier(browser, world, person);
    if (heading) browser.isAt(heading);
    // Sending it is a step of its own.
    if (heading === 'Verify your email') {
      await until('the token is sent', async () => {
        const sent = world.db.selectFrom('messages').select('id').where('state', '=', 'sent');
        return (await sent.where('recipient', '=', person.email).execute()).length > 0;
      });
    }
    return browser;
  },
  act: (world, person, browser) => act(browser, world, person),
  async goOn(world, person, browser) {
    await browser.visit(`${world.issuer}/register`);
    const done = await world.db
      .selectFrom('accounts')
      .select('id')
      .where('email', '=', person.email)
      .execute();
    if (done.length > 0) return;
    const at = acts.findIndex(([, title]) => title === browser.heading);
    assert.ok(
      at === number || at === number + 1 || (number === 0 && at === -1),
      `${name}: at ${browser.heading}`,
    );
    for (const [, , later] of acts.slice(Math.max(at, 0))) await later(browser, world, person);
    browser.isAt('Your account is ready');
  },
  async check(world, person) {
    const { db } = world;
    const accounts = await db.selectFrom('accounts').select('id').where('email', '=', person.email).execute();
    assert.equal(accounts.length, 1);
    const elsewhere = world.browser();
    await world.send(elsewhere);
    await giveEmail(elsewhere, person);
    await givePassword(elsewhere, person);
    elsewhere.isAt('Account Linking');
    const welcome = db.selectFrom('messages').select('id').where('kind', '=', 'account-created');
    const welcomes = await welcome.where('about', '=', `account:${accounts[0]?.id}`).execute();
    assert.ok(welcomes.length <= 1, 'nobody is welcomed twice');
  },
}));
