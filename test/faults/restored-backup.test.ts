import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { portOfService } from '../../demo/demo-ports.ts';
import { demoConfiguration } from '../../demo/index.ts';
import { startDemo } from '../../demo/start-demo.ts';
import { startApp } from '../../src/app.ts';
import { checkConfiguration } from '../../src/config.ts';
import { minutes } from '../../src/kernel/index.ts';
import { operateBackup, operateRestore } from '../../src/operate-backup.ts';
import {
  ada,
  answerQuestions,
  arriveFrom,
  choosePassword,
  enterToken,
  giveContact,
  giveEmail,
  givePassword,
  grace,
  proveServiceAccount,
  register,
  signIn,
} from '../journeys/people.ts';
import { type Browser, newBrowser } from '../support/browser.ts';
import { temporaryFolder } from '../support/databases.ts';
import { mailboxAt, tokenIn } from '../support/mailbox.ts';
import { otpAppOf, recoveryCodesOn } from '../support/otp-app.ts';
import { freePorts } from '../support/ports.ts';

/** The product that can be stopped, restored and started again, with the demo around it. */
async function operated(t: TestContext) {
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() });
  const first = await freePorts(9);
  const issuer = `http://localhost:${first}`;
  const ports = { demo: first + 1, mailbox: first + 6, smtp: first + 7, bounces: first + 8 };
  const dataDirectory = temporaryFolder();
  t.after(() => rmSync(dataDirectory, { recursive: true }));
  const input = demoConfiguration({ issuer, port: first, ports, dataDirectory });
  const checked = checkConfiguration({ ...input, logLevel: 'silent' });
  assert.ok(checked.ok);
  const configuration = checked.value;
  let app = await startApp(configuration);
  t.after(() => app.stop());
  const demo = await startDemo({ issuer, ports, dataDirectory });
  t.after(() => demo.stop());
  const backup = join(dataDirectory, 'five-minutes-ago.backup');
  return {
    issuer,
    service: (id: string) => `http://localhost:${portOfService(ports, id)}`,
    mailbox: mailboxAt(demo.mailbox.url),
    letPass: (duration: number) => t.mock.timers.tick(duration),
    backUp: () => operateBackup(configuration, backup),
    async restore() {
      await app.stop();
      await operateRestore(configuration, backup, {});
      app = await startApp(configuration);
    },
  };
}

type Operated = Awaited<ReturnType<typeof operated>>;

/** From nothing → the service, with an OTP app and recovery codes. */
async function comeInWithApp(place: Operated, browser: Browser) {
  await arriveFrom(browser, place, 'managed-hosting');
  await giveEmail(browser, ada);
  await giveContact(browser, ada);
  await choosePassword(browser, ada);
  browser.choose('secondFactor', 'otp-app');
  await browser.press('Next');
  await answerQuestions(browser);
  await enterToken(browser, place, ada);
  await browser.follow('Sign in and go on to Managed Hosting');
  await givePassword(browser, ada);
  const app = otpAppOf(browser);
  browser.fillIn('code', app.code());
  await browser.press('Turn on');
  const codes = recoveryCodesOn(browser);
  await browser.follow('I have kept them, go on');
  await proveServiceAccount(browser, 'alice');
  browser.isAt('Welcome, Alice Archer');
  return { app, codes };
}

/** Password given → the service, or the same page with what is wrong. */
async function giveCode(browser: Browser, code: string): Promise<void> {
  browser.isAt('Enter your code');
  browser.fillIn('code', code);
  await browser.press('Continue');
}

async function tokenOfRecovery({ mailbox }: Operated, to: string): Promise<string> {
  for (let looks = 0; looks < 100; looks++) {
    const mail = (await mailbox.mailsTo(to)).find(({ subject }) => subject.includes('reset your password'));
    if (mail) return tokenIn(mail);
    await sleep(100);
  }
  return assert.fail(`No token came to ${to} within 10 seconds.`);
}

test('after a backup of five minutes ago is restored, nothing that was given since opens anything again', async (t) => {
  const place = await operated(t);
  const browser = newBrowser();
  const { app, codes } = await comeInWithApp(place, browser);
  await register(newBrowser(), place, grace, 'managed-hosting');
  place.letPass(minutes(2));
  // Two who are under way when the backup is made: with a token, and with a password given.
  const forgetful = newBrowser();
  await forgetful.visit(`${place.issuer}/recover`);
  forgetful.fillIn('email', grace.email);
  await forgetful.press('Next');
  forgetful.choose('channel', 'email');
  await forgetful.press('Send the token');
  const token = await tokenOfRecovery(place, grace.email);
  const halfway = newBrowser();
  await signIn(halfway, place, ada, 'managed-hosting');
  halfway.isAt('Enter your code');

  await place.backUp();
  place.letPass(minutes(5));

  // What happens in the five minutes that are lost.
  forgetful.fillIn('token', token);
  await forgetful.press('Continue');
  forgetful.isAt('Answer your security questions');
  const [recoveryCode = ''] = codes;
  const byPaper = newBrowser();
  await signIn(byPaper, place, ada, 'managed-hosting');
  await giveCode(byPaper, recoveryCode);
  byPaper.isAt('Welcome, Alice Archer');
  const code = app.code();
  const byPhone = newBrowser();
  await signIn(byPhone, place, ada, 'managed-hosting');
  await giveCode(byPhone, code);
  byPhone.isAt('Welcome, Alice Archer');

  await place.restore();

  // No session of before, nor of the time that is lost.
  for (const signedIn of [browser, byPaper, byPhone]) {
    await arriveFrom(signedIn, place, 'private-cloud');
    signedIn.isAt('Enter your email address');
  }
  // No attempt with its password, no recovery with its token.
  await halfway.reload();
  assert.throws(() => halfway.isAt('Enter your code'));
  await forgetful.visit(`${place.issuer}/recover/token`);
  for (const step of ['Enter the token', 'Answer your security questions']) {
    assert.throws(() => forgetful.isAt(step));
  }
  // No code that was given, from the phone or from paper.
  const thief = newBrowser();
  await signIn(thief, place, ada, 'managed-hosting');
  await giveCode(thief, code);
  thief.isAt('Enter your code');
  await giveCode(thief, recoveryCode);
  thief.isAt('Enter your code');
  // And everybody is let in again who should be, linked as before.
  place.letPass(30_000);
  await giveCode(thief, app.code());
  thief.isAt('Welcome, Alice Archer');
});
