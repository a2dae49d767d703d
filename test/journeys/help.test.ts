import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aWorld } from '../support/world.ts';
import { arriveFrom } from './people.ts';

test('help leads to the right team, and carries the reference of the page that went wrong', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  await arriveFrom(browser, world, 'private-cloud');
  const [, reference] = browser.text.match(/Reference ([A-Z0-9-]+)/) ?? [];
  assert.ok(reference);
  await browser.follow('Help');
  browser.isAt('How can we help?');
  browser.says(reference);

  browser.choose('topic', 'inside-a-service');
  browser.choose('service', 'private-cloud');
  await browser.press('Show what to do');
  browser.says('Client Response Center');
  browser.says('private-cloud@ctl.io');
  browser.says(reference);

  for (const topic of browser.optionsOf('topic').filter((each) => each !== 'inside-a-service')) {
    browser.choose('topic', topic);
    await browser.press('Show what to do');
    browser.says('help@ctl.io');
    browser.says(reference);
  }
});

test('help answers the common troubles and questions', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  await browser.visit(`${world.issuer}/help`);
  for (const word of [/password/i, /clock/i, /phone/i, /link/i, /browser/i, /multi-factor/i, /several/i]) {
    browser.says(word);
  }
});

test('an address that leads nowhere is a page in plain words, with a way on', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  await browser.visit(`${world.issuer}/no/such/page`);
  assert.equal(browser.status, 404);
  assert.ok(browser.heading.length > 0);
  browser.says(/Reference/);
});
