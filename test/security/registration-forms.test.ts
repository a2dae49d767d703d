// THREATS 4, 11, 15: forms that are not ours, or not due.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ada, registerAlone } from '../journeys/people.ts';
import { forge } from '../support/forged-forms.ts';
import { aWorld } from '../support/world.ts';

test('fields that no form of ours has are not heeded', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  await browser.visit(`${world.issuer}/register`);
  browser.fillIn('email', ada.email);
  await browser.press('Next');
  const contact = { firstName: 'Ada', lastName: 'Lovelace', phone: '', pin: '1234' };
  const extra = {
    email: 'eve@example.com',
    verified: '1',
    completedAt: '1',
    accountId: 'x',
    role: 'agent',
    step: 'done',
    browser: 'x',
  };
  const answer = await forge(world, browser, { path: '/register/contact', fields: { ...contact, ...extra } });
  assert.deepEqual([answer.status, answer.location], [303, '/register/password']);
  await browser.visit('/register/done');
  browser.isAt('Choose your password');
  await browser.follow('Back');
  browser.says(ada.email);
});

test('steps posted out of turn are no progress', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  await browser.visit(`${world.issuer}/register`);
  browser.fillIn('email', ada.email);
  await browser.press('Next');
  for (const step of [
    'password',
    'second-factor',
    'questions',
    'verify-email',
    'done',
    'new-token',
    'nonsense',
  ]) {
    const fields = {
      password: ada.password,
      passwordConfirmation: ada.password,
      secondFactor: 'not-now',
      token: 'AAAA-AAAA',
    };
    const answer = await forge(world, browser, { path: `/register/${step}`, fields });
    assert.deepEqual([answer.status, answer.location], [303, '/register/contact'], step);
  }
  assert.deepEqual(await world.mailbox.mailsTo(ada.email), []);
});

test('a form without its CSRF token, or sent by another site, is refused at every step', async (t) => {
  const world = await aWorld(t);
  const browser = world.browser();
  await registerAlone(browser, world.issuer, ada);
  for (const path of [
    '/register',
    '/register/contact',
    '/register/password',
    '/register/password/check',
    '/register/verify-email',
    '/register/new-token',
  ]) {
    assert.equal((await forge(world, browser, { path, fields: { csrf: 'x' } })).status, 403, path);
    const site = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    assert.equal((await forge(world, browser, { path, fields: {}, headers: site })).status, 403, path);
  }
});
