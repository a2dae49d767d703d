// THREATS 23: an account that is to be deleted, or is, has no session, token or attempt anywhere.
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { days } from '../../src/kernel/index.ts';
import { ada, giveEmail, givePassword, proveServiceAccount } from '../journeys/people.ts';
import { eachDatabase, type FreshDatabase } from '../support/databases.ts';
import { forge } from '../support/forged-forms.ts';
import { anAccount, aSignInWorld } from '../support/sign-in-world.ts';

/** Ada is signed in with Managed Hosting open, and in another browser before the last step of a sign-in. */
async function adaEverywhere(fresh: FreshDatabase, t: TestContext) {
  const world = await aSignInWorld(fresh, t);
  const id = await anAccount(world);
  const browser = world.browser();
  await world.send(browser, { scope: 'openid offline_access', prompt: 'consent' });
  await giveEmail(browser, ada);
  await givePassword(browser, ada);
  await proveServiceAccount(browser, 'bob');
  const { tokens } = await world.exchange(browser);
  assert.ok(tokens['refresh_token']);
  const underWay = world.browser();
  await world.send(underWay, { client_id: 'private-cloud' });
  await giveEmail(underWay, ada);
  await givePassword(underWay, ada);
  underWay.isAt('Account Linking');
  await browser.visit(`${world.issuer}/account/my-data/delete`);
  const ask = () =>
    forge(world, browser, { path: '/account/my-data/delete', fields: { currentPassword: ada.password } });
  return { world, id, browser, underWay, tokens, ask };
}

eachDatabase(
  'when the deletion is asked for, every session, token and sign-in under way is over at once',
  async (fresh, t) => {
    const { world, browser, underWay, tokens, ask } = await adaEverywhere(fresh, t);
    assert.equal((await ask()).status, 200);
    const userinfo = await fetch(`${world.issuer}/oidc/userinfo`, {
      headers: { authorization: `Bearer ${tokens['access_token']}` },
    });
    assert.equal(userinfo.status, 401);
    await underWay.reload();
    underWay.isAt('This sign-in has expired');
    await world.send(browser);
    browser.isAt('Enter your email address');
    assert.equal((await ask()).status, 303, 'and it is asked for in no session that is over');
    const told = await world.db.selectFrom('logoutNotices').select('clientId').execute();
    assert.ok(told.some(({ clientId }) => clientId === 'managed-hosting'));
  },
);

eachDatabase('no service is opened for it, by whichever way it is asked for', async (fresh, t) => {
  const { world, ask } = await adaEverywhere(fresh, t);
  await ask();
  const browser = world.browser();
  await browser.visit(`${world.issuer}/account/links`);
  await giveEmail(browser, ada);
  await givePassword(browser, ada);
  browser.isAt('Account Linking');
  for (const client_id of ['managed-hosting', 'private-cloud']) {
    for (const params of [{}, { prompt: 'select_account' }, { max_age: '3600' }] as const) {
      await world.send(browser, { client_id, ...params });
      browser.isAt('Keep your account?');
    }
    await world.send(browser, { client_id, prompt: 'none' });
    assert.equal(browser.url.searchParams.get('error'), 'interaction_required');
  }
  const adding = { username: 'carol', password: 'legacy-password', currentPassword: ada.password };
  await browser.visit(`${world.issuer}/account/links`);
  await forge(world, browser, { path: '/account/links/private-cloud/add', fields: adding });
  assert.equal((await world.db.selectFrom('links').selectAll().execute()).length, 1);
});

eachDatabase(
  'a deletion is asked for by its owner only: with the password, from our own page',
  async (fresh, t) => {
    const { world, id, browser, ask } = await adaEverywhere(fresh, t);
    const path = '/account/my-data/delete';
    const statuses = [
      await forge(world, browser, { path, fields: {} }),
      await forge(world, browser, { path, fields: { currentPassword: 'a guess of somebody' } }),
      await forge(world, browser, {
        path,
        fields: { currentPassword: ada.password },
        headers: { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
      }),
    ].map(({ status }) => status);
    assert.deepEqual(statuses, [422, 422, 403]);
    assert.deepEqual(await world.db.selectFrom('accountDeletions').selectAll().execute(), []);
    await ask();
    const [deletion] = await world.db.selectFrom('accountDeletions').selectAll().execute();
    assert.equal(deletion?.accountId, id);
    assert.equal(deletion.dueAt, Date.now() + days(14));
  },
);
