// The real program, ended and started again on the same data: what a page has confirmed is there. (Killed at each of its
// commits: killed-at-commits.test.ts.)
import { test } from 'node:test';
import {
  ada,
  answerQuestions,
  arriveFrom,
  choosePassword,
  declineSecondFactor,
  enterToken,
  giveContact,
  giveEmail,
  givePassword,
  proveServiceAccount,
} from '../journeys/people.ts';
import { newBrowser } from '../support/browser.ts';
import { startDemoProcess } from '../support/demo-process.ts';

test('the program finds everything as it was, whether it was killed or told to stop', async (t) => {
  const demo = await startDemoProcess();
  t.after(() => demo.stop());
  const browser = newBrowser();
  await arriveFrom(browser, demo, 'managed-hosting');
  await giveEmail(browser, ada);
  await giveContact(browser, ada);
  await choosePassword(browser, ada);
  await declineSecondFactor(browser);
  await answerQuestions(browser);
  browser.isAt('Verify your email');
  await demo.killAndStartAgain();
  await browser.visit(`${demo.issuer}/register`);
  await enterToken(browser, demo, ada);
  browser.isAt('Your account is ready');
  await browser.follow('Sign in and go on to Managed Hosting');
  await givePassword(browser, ada);
  await proveServiceAccount(browser, 'alice');
  browser.isAt('Welcome, Alice Archer');
  await demo.startAgain();
  browser.cookies.forget(/managed-hosting/);
  await arriveFrom(browser, demo, 'managed-hosting');
  browser.isAt('Welcome, Alice Archer');
});
