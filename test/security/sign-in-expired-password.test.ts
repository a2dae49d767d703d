// THREATS 2, 11, 43: an expired password is accepted once more, and only to be replaced.
import assert from 'node:assert/strict';
import { days, minutes } from '../../src/kernel/index.ts';
import { ada, giveEmail, givePassword, proveServiceAccount } from '../journeys/people.ts';
import type { Browser } from '../support/browser.ts';
import { eachDatabase, onDatabase } from '../support/databases.ts';
import { forge } from '../support/forged-forms.ts';
import { anAccount, aSignInWorld } from '../support/sign-in-world.ts';

const renewed = { ...ada, password: 'nine quiet herons at dawn' };

async function choose(browser: Browser, password: string, expiration = 'never'): Promise<void> {
  browser.isAt('Choose a new password');
  browser.fillIn('password', password);
  browser.fillIn('passwordConfirmation', password);
  browser.choose('passwordExpiration', expiration);
  await browser.press('Set the new password');
}

eachDatabase('an expired password leads to a new one, and with it on to the service', async (fresh, t) => {
  const world = await aSignInWorld(fresh, t);
  await anAccount(world, ada, { expiresAt: Date.now() - minutes(1) });
  const browser = world.browser();
  await world.send(browser);
  await giveEmail(browser, ada);
  await givePassword(browser, ada);
  await choose(browser, ada.password);
  assert.deepEqual(browser.problems, ['This is the password that has expired. Choose another one.']);
  await choose(browser, 'password password 1');
  assert.equal(browser.status, 422);
  await choose(browser, renewed.password);
  await proveServiceAccount(browser, 'bob');
  browser.isAt('managed-hosting callback');

  const elsewhere = world.browser();
  await world.send(elsewhere);
  await giveEmail(elsewhere, ada);
  await givePassword(elsewhere, ada);
  elsewhere.says('The address or the password is incorrect');
  await givePassword(elsewhere, renewed);
  elsewhere.isAt('managed-hosting callback');
});

eachDatabase(
  'a password that expires while its session lives is asked for, replaced, and all sessions end',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    await anAccount(world, ada, { expiresAt: Date.now() + minutes(10) });
    const [browser, elsewhere] = [world.browser(), world.browser()];
    for (const each of [browser, elsewhere]) {
      await world.send(each);
      await giveEmail(each, ada);
      await givePassword(each, ada);
      if (each === browser) await proveServiceAccount(browser, 'bob');
      each.isAt('managed-hosting callback');
    }
    world.letPass(minutes(11));
    await world.send(browser);
    browser.says(ada.email);
    await givePassword(browser, ada);
    await choose(browser, renewed.password);
    browser.isAt('managed-hosting callback');
    assert.equal((await world.exchange(browser)).status, 200);
    const sessions = await fresh.db.selectFrom('sessions').selectAll().execute();
    assert.equal(sessions.length, 1);
    const told = await fresh.db.selectFrom('logoutNotices').selectAll().execute();
    assert.equal(told.length, 2, 'the service is told of both sessions that ended');
    await world.send(browser);
    browser.isAt('managed-hosting callback');
    await world.send(elsewhere, { prompt: 'none' });
    assert.equal(elsewhere.url.searchParams.get('error'), 'login_required');
  },
);

onDatabase(
  'sqlite',
  'an expired password opens nothing else, and nobody replaces it without giving it',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    const id = await anAccount(world, ada, { expiresAt: Date.now() - minutes(1) });
    const other = await anAccount(world, { ...ada, email: 'other@example.com' });
    const passwordOf = (accountId: string) =>
      fresh.db.selectFrom('passwords').select('hash').where('accountId', '=', accountId).executeTakeFirst();
    const [before, others] = [await passwordOf(id), await passwordOf(other)];
    const browser = world.browser();
    await world.send(browser);
    await giveEmail(browser, ada);
    const hub = browser.url.pathname.replace(/\/password$/, '');
    const fields = {
      password: renewed.password,
      passwordConfirmation: renewed.password,
      passwordExpiration: 'never',
      accountId: other,
      email: 'other@example.com',
    };
    const early = await forge(world, browser, { path: `${hub}/new-password`, fields });
    assert.deepEqual([early.status, early.location], [303, hub]);
    assert.deepEqual(await passwordOf(id), before);
    await givePassword(browser, ada);
    browser.isAt('Choose a new password');
    const link = { username: 'bob', password: 'legacy-password', link: 'yes' };
    const skipped = await forge(world, browser, { path: `${hub}/link`, fields: link });
    assert.deepEqual([skipped.status, skipped.location], [303, hub]);
    await world.send(browser.newTab(), { prompt: 'none' });
    const replaced = await forge(world, browser, { path: `${hub}/new-password`, fields });
    assert.equal(replaced.status, 303);
    assert.notDeepEqual(await passwordOf(id), before);
    assert.deepEqual(await passwordOf(other), others, 'fields that no form has are not looked at');
  },
);

onDatabase(
  'sqlite',
  'a new password that comes without an expiration keeps the one that was chosen',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    await anAccount(world, ada, { expiresAt: Date.now() - minutes(1) });
    await fresh.db.updateTable('passwords').set({ expiration: '90-days' }).execute();
    const browser = world.browser();
    await world.send(browser);
    await giveEmail(browser, ada);
    await givePassword(browser, ada);
    browser.isAt('Choose a new password');
    const { password } = renewed;
    const fields = { password, passwordConfirmation: password };
    const replaced = await forge(world, browser, { path: browser.url.pathname, fields });
    assert.equal(replaced.status, 303);
    const kept = await fresh.db.selectFrom('passwords').select(['expiration', 'expiresAt']).execute();
    assert.equal(kept[0]?.expiration, '90-days');
    assert.ok(Number(kept[0].expiresAt) > Date.now() + days(89));
  },
);
