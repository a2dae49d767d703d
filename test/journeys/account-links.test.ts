import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { seconds } from '../../src/kernel/index.ts';
import { mailSaying } from '../support/mailbox.ts';
import { aWorld } from '../support/world.ts';
import { ada, arriveFrom, comeInFor, giveEmail, givePassword } from './people.ts';

const managedHosting = { serviceId: 'managed-hosting', username: 'alice' };

test('a link is added and removed in Manage My Account, and each time its owner is told', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  await comeInFor(browser, world, ada, managedHosting);
  await browser.visit(`${world.issuer}/account/links`);
  browser.isAt('Account Linking');
  browser.says(/Managed Hosting alice .* Remove/);
  browser.says(/Private Cloud Not linked Add/);

  await browser.follow('Add Private Cloud');
  browser.isAt('Link Private Cloud');
  await browser.press('Link');
  assert.deepEqual(browser.problems, [
    'Enter your username at Private Cloud.',
    'Enter your password at Private Cloud.',
  ]);
  browser.fillIn('username', 'bob');
  browser.fillIn('password', 'legacy-password');
  browser.fillIn('currentPassword', 'not my password at all');
  await browser.press('Link');
  assert.deepEqual(browser.problems, ['This is not your Master Account password.']);
  assert.equal(browser.valueOf('username'), 'bob', 'what was typed is kept');
  assert.equal(browser.valueOf('password'), '', 'but for passwords');
  browser.fillIn('password', 'wrong');
  browser.fillIn('currentPassword', ada.password);
  await browser.press('Link');
  assert.deepEqual(browser.problems, ['Your Private Cloud username or password is incorrect.']);
  browser.says('private-cloud@ctl.io');
  browser.fillIn('username', 'locked');
  browser.fillIn('password', 'legacy-password');
  browser.fillIn('currentPassword', ada.password);
  await browser.press('Link');
  assert.match(browser.problems.join(), /^Your account at Private Cloud is locked\. /);
  assert.match(browser.html, /<title>Problem: Link Private Cloud/);
  browser.fillIn('username', 'bob');
  browser.fillIn('password', 'legacy-password');
  browser.fillIn('currentPassword', ada.password);
  await browser.press('Link');
  browser.isAt('Account Linking');
  browser.says('Private Cloud is linked');
  browser.says(/Private Cloud bob .* Remove/);
  const added = await mailSaying(world, ada.email, /Private Cloud, as bob/);
  assert.match(added.subject, /^A service was linked/);

  await arriveFrom(browser, world, 'private-cloud');
  browser.isAt('Welcome, Bob Baker');
  await browser.visit(`${world.issuer}/account/links`);
  await browser.follow('Remove Private Cloud');
  browser.isAt('Remove the link to Private Cloud?');
  await browser.press('Remove the link');
  assert.deepEqual(browser.problems, ['Enter your Master Account password.']);
  browser.fillIn('currentPassword', ada.password);
  await browser.press('Remove the link');
  browser.isAt('Account Linking');
  browser.says('Private Cloud is no longer linked');
  browser.says(/Private Cloud Not linked Add/);
  await mailSaying(world, ada.email, /^A link was removed/);

  // The service is told over the back channel; the other one stays open.
  do {
    await sleep(50);
    await browser.visit(world.service('private-cloud'));
  } while (!browser.links.includes('Sign in'));
  await browser.follow('Sign in');
  browser.isAt('Account Linking');
  await browser.visit(world.service('managed-hosting'));
  browser.isAt('Welcome, Alice Archer');
});

test('a service account that is somebody else’s is not linked, and nothing of its owner is revealed', async (t) => {
  const world = await aWorld(t);
  await comeInFor(world.browser(), world, ada, managedHosting);
  const grace = { ...ada, email: 'grace@example.com', firstName: 'Grace', lastName: 'Hopper' };
  const browser = world.browser();
  await comeInFor(browser, world, grace, { serviceId: 'private-cloud', username: 'bob' });
  await browser.visit(`${world.issuer}/account/links/managed-hosting/add`);
  browser.fillIn('username', 'alice');
  browser.fillIn('password', 'legacy-password');
  browser.fillIn('currentPassword', grace.password);
  await browser.press('Link');
  browser.says('This service account is already linked');
  browser.says('help@ctl.io');
  assert.doesNotMatch(browser.text, /Ada|ada@|uncheck/);
});

test('what happened is listed, newest first, and failed sign-ins with it', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  await comeInFor(browser, world, ada, managedHosting);
  world.letPass(seconds(1));
  const thief = world.browser();
  await arriveFrom(thief, world, 'private-cloud');
  await giveEmail(thief, ada);
  await givePassword(thief, { ...ada, password: 'a guess of somebody else' });
  await browser.visit(`${world.issuer}/account/activity`);
  browser.isAt('What happened to your account');
  browser.says('Password entered Private Cloud Refused: wrong password 127.0.0.1');
  browser.says(/Service account checked Managed Hosting Linked 127\.0\.0\.1 A browser on /);
  browser.says(/wrong password .* Account created Done/);
});
