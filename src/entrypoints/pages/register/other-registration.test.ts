import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  ada,
  answerQuestions,
  arriveFrom,
  choosePassword,
  declineSecondFactor,
  giveContact,
  giveEmail,
  grace,
} from '../../../../test/journeys/people.ts';
import type { Browser } from '../../../../test/support/browser.ts';
import { forge } from '../../../../test/support/forged-forms.ts';
import { aWorld, type World } from '../../../../test/support/world.ts';
import { hours, minutes } from '../../../kernel/index.ts';

async function begin(browser: Browser, world: World, { email }: { email: string }): Promise<void> {
  await browser.visit(`${world.issuer}/register?another=yes`);
  browser.fillIn('email', email);
  await browser.press('Next');
}

test('a form of one registration saves nothing into another that was begun in a second tab', async (t) => {
  const world = await aWorld(t);
  const ours = world.browser();
  await begin(ours, world, ada);
  const theirs = ours.newTab();
  world.letPass(minutes(1));
  await begin(theirs, world, grace);

  ours.fillIn('pin', '1357');
  await giveContact(ours, ada);
  assert.equal(ours.status, 409);
  ours.isAt('Another address is registering in this browser');
  ours.says(`The registration of ${grace.email} is going on in this browser now.`);
  ours.says(`What you have just sent belongs to that of ${ada.email}, and was not saved.`);
  await theirs.reload();
  assert.equal(theirs.valueOf('firstName'), '');
  assert.notEqual(theirs.valueOf('pin'), '1357');

  world.letPass(minutes(1));
  await ours.press(`Go on with ${ada.email}`);
  await giveContact(ours, ada);
  ours.isAt('Choose your password');
  ours.says(ada.email);
  theirs.fillIn('firstName', 'Grace');
  await theirs.press('Next');
  theirs.says(`belongs to that of ${grace.email}`);
  await theirs.follow(`Go on with ${ada.email}`);
  theirs.isAt('Choose your password');
  theirs.says(ada.email);
});

test('no step of another registration is taken, whatever the step, and no token is sent for it', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  await begin(browser, world, ada);
  for (const path of [
    'contact',
    'password',
    'second-factor',
    'questions',
    'verify-email',
    'new-token',
    'done',
  ]) {
    for (const registration of ['', 'nonsense', '\u{1F511}']) {
      const answer = await forge(world, browser, { path: `/register/${path}`, fields: { registration } });
      assert.equal(answer.status, 409, path);
      assert.match(answer.body, /Another address is registering in this browser/);
    }
  }
});

test('where the other registration is over, another address can be given', async (t) => {
  const world = await aWorld(t);
  const ours = world.browser();
  await begin(ours, world, ada);
  world.letPass(hours(25));
  const theirs = ours.newTab();
  await begin(theirs, world, grace);
  await giveContact(ours, ada);
  ours.says('What you have just sent belongs to another one, and was not saved.');
  assert.ok(!ours.text.includes(ada.email));
  await ours.follow('Use another address');
  ours.isAt('Make your Lumen account');
});

test('each step says whose registration it is', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  await begin(browser, world, ada);
  for (const next of [
    () => giveContact(browser, ada),
    () => choosePassword(browser, ada),
    () => declineSecondFactor(browser),
    () => answerQuestions(browser),
  ]) {
    browser.says(ada.email);
    await next();
  }
  browser.says(ada.email);
});

test('no address stands in the address of any page on the way to registration', async (t) => {
  for (const accountDiscovery of ['open', 'hidden'] as const) {
    const world = await aWorld(t, (configuration) => ({ ...configuration, accountDiscovery }));
    const browser = world.browser();
    await arriveFrom(browser, world, 'managed-hosting');
    await giveEmail(browser, ada);
    const trail = [...browser.trail];
    if (accountDiscovery === 'hidden') {
      await browser.follow('Create account');
      trail.push(...browser.trail);
    }
    browser.isAt('Tell us who you are');
    browser.says(ada.email);
    assert.doesNotMatch(trail.join('\n'), /ada|example\.com/);
    await browser.follow('Use another address');
    assert.doesNotMatch(browser.trail.join('\n'), /ada|example\.com/);
    browser.isAt(accountDiscovery === 'open' ? 'Enter your email address' : 'Make your Lumen account');
    t.mock.timers.reset();
  }
});
