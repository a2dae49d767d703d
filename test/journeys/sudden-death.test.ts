// The real program, killed with `kill -9` and started again on the same data: what a page has confirmed
// is there, and what it has not confirmed is there wholly or not at all.
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Browser, newBrowser } from '../support/browser.ts';
import { type DemoProcess, startDemoProcess } from '../support/demo-process.ts';
import { tokenIn } from '../support/mailbox.ts';
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
  type Person,
  proveServiceAccount,
  register,
  signIn,
} from './people.ts';

async function aDemo(t: TestContext): Promise<DemoProcess> {
  const demo = await startDemoProcess();
  t.after(() => demo.stop());
  return demo;
}

const numbered = (number: number): Person => ({ ...ada, email: `ada-${number}@example.com` });

/** Moments at which the program dies while it works on a form: before, amid and after what it writes. */
const moments = [0, 8, 25, 60];

/** Presses the button, and kills the program that many milliseconds later; what the browser sees does not matter. */
async function pressAndKill(
  browser: Browser,
  demo: DemoProcess,
  words: string,
  moment: number,
): Promise<void> {
  const pressed = browser.press(words).catch(() => undefined);
  await sleep(moment);
  await demo.killAndStartAgain();
  await pressed;
}

test('a registration survives the death of the program after each of its steps', async (t) => {
  const demo = await aDemo(t);
  const browser = newBrowser();
  const goOn = async () => {
    await demo.killAndStartAgain();
    await browser.visit(`${demo.issuer}/register`);
  };
  await arriveFrom(browser, demo, 'managed-hosting');
  await giveEmail(browser, ada);
  browser.isAt('Tell us who you are');
  const pin = browser.valueOf('pin');
  await goOn();
  assert.equal(browser.valueOf('pin'), pin, 'the PIN that was shown is the PIN');
  await giveContact(browser, ada);
  await goOn();
  await choosePassword(browser, ada);
  await goOn();
  await declineSecondFactor(browser);
  await goOn();
  await answerQuestions(browser);
  browser.isAt('Verify your email');
  await goOn();
  await enterToken(browser, demo, ada);
  browser.isAt('Your account is ready');
  await demo.killAndStartAgain();
  await browser.reload();
  await browser.follow('Sign in and go on to Managed Hosting');
  await givePassword(browser, ada);
  await demo.killAndStartAgain();
  await browser.reload();
  await proveServiceAccount(browser, 'alice');
  browser.isAt('Welcome, Alice Archer');
  await demo.killAndStartAgain();
  await browser.visit(demo.service('managed-hosting'));
  browser.isAt('Welcome, Alice Archer');
  browser.cookies.forget(/managed-hosting/);
  await arriveFrom(browser, demo, 'managed-hosting');
  browser.isAt('Welcome, Alice Archer');
});

test('killed while it completes a registration, there is a whole account or a whole registration', async (t) => {
  const demo = await aDemo(t);
  for (const [number, moment] of moments.entries()) {
    const person = numbered(number);
    const browser = newBrowser();
    await arriveFrom(browser, demo, 'managed-hosting');
    await giveEmail(browser, person);
    await fillInRegistration(browser, person);
    const mail = await demo.mailbox.newestMailTo(person.email);
    browser.fillIn('token', tokenIn(mail));
    await pressAndKill(browser, demo, 'Register', moment);

    await browser.visit(`${demo.issuer}/register`);
    if (browser.heading === 'Verify your email') {
      browser.fillIn('token', tokenIn(mail));
      await browser.press('Register');
      browser.isAt('Your account is ready');
    }
    const elsewhere = newBrowser();
    await signIn(elsewhere, demo, person, 'private-cloud');
    elsewhere.isAt('Account Linking');
  }
});

test('killed while it links, there is a link or none, and none is in the way of the next try', async (t) => {
  const demo = await aDemo(t);
  await register(newBrowser(), demo, ada, 'managed-hosting');
  const services = ['managed-hosting', 'private-cloud', 'cloud-application-manager', 'public-cloud'];
  for (const [number, serviceId] of services.entries()) {
    const browser = newBrowser();
    await signIn(browser, demo, ada, serviceId);
    browser.fillIn('username', 'alice');
    browser.fillIn('password', 'legacy-password');
    await pressAndKill(browser, demo, 'Sign in', moments[number] ?? 0);

    const again = newBrowser();
    await signIn(again, demo, ada, serviceId);
    if (again.heading === 'Account Linking') await proveServiceAccount(again, 'alice');
    again.isAt('Welcome, Alice Archer');
    const third = newBrowser();
    await signIn(third, demo, ada, serviceId);
    third.isAt('Welcome, Alice Archer');
  }
});

test('a token that was promised is mailed, though the program died before it was sent', async (t) => {
  const demo = await aDemo(t);
  for (const [number, moment] of [0, 25].entries()) {
    const person = numbered(number);
    const browser = newBrowser();
    await arriveFrom(browser, demo, 'managed-hosting');
    await giveEmail(browser, person);
    await giveContact(browser, person);
    await choosePassword(browser, person);
    await declineSecondFactor(browser);
    for (const question of [1, 2, 3]) {
      browser.choose(`question${question}`, browser.optionsOf(`question${question}`)[question] ?? '');
      browser.fillIn(`answer${question}`, `Answer number ${question}`);
    }
    await pressAndKill(browser, demo, 'Next', moment);
    await browser.visit(`${demo.issuer}/register`);
    if (browser.heading === 'Choose three security questions') await answerQuestions(browser);
    await enterToken(browser, demo, person);
    browser.isAt('Your account is ready');
  }
});

test('the program starts within two seconds, stops within one, and finds everything as it was', async (t) => {
  const demo = await aDemo(t);
  assert.ok(demo.startedIn < 2000 * slowness, `started in ${Math.round(demo.startedIn)} ms`);
  await register(newBrowser(), demo, ada, 'managed-hosting');
  const stoppingAt = performance.now();
  await demo.startAgain();
  const stoppedIn = performance.now() - stoppingAt - demo.startedIn;
  assert.ok(stoppedIn < 1000 * slowness, `stopped in ${Math.round(stoppedIn)} ms`);
  const browser = newBrowser();
  await signIn(browser, demo, ada, 'managed-hosting');
  browser.isAt('Account Linking');
});

// Other tests run beside this one on the same cores.
const slowness = 3;
