// THREATS 2 and 23: what a change of the account ends includes a sign-in that is complete and that nobody has collected.
import assert from 'node:assert/strict';
import { ada, giveEmail } from '../journeys/people.ts';
import { onDatabase } from '../support/databases.ts';
import { forge } from '../support/forged-forms.ts';
import { anAccount, aSignInWorld, type SignInWorld } from '../support/sign-in-world.ts';

/** A browser that holds the address by which a complete sign-in is collected, and has not been there. */
async function completed(world: SignInWorld) {
  const browser = world.browser();
  await browser.visit(`${world.issuer}/account/sessions`);
  await giveEmail(browser, ada);
  browser.fillIn('password', ada.password);
  const hub = browser.url.pathname.split('/').slice(0, 3).join('/');
  // As the button does, but the answers lead nowhere by themselves.
  const posted = await forge(world, browser, { path: `${hub}/password`, fields: { password: ada.password } });
  assert.equal(posted.status, 303);
  for (const cookie of posted.headers['set-cookie'] ?? [])
    browser.cookies.take(cookie, new URL(world.issuer));
  const { body, headers } = await forge(world, browser, { path: hub, fields: {}, method: 'GET' });
  for (const cookie of headers['set-cookie'] ?? []) browser.cookies.take(cookie, new URL(world.issuer));
  const [, href = ''] = /href="([^"]*\/oidc\/authorize\/[^"]+)"/.exec(body) ?? [];
  assert.ok(href, body);
  return { browser, href: new URL(href, world.issuer).href };
}

onDatabase('sqlite', 'a complete sign-in is collected by its browser', async (fresh, t) => {
  const world = await aSignInWorld(fresh, t);
  await anAccount(world);
  const { browser, href } = await completed(world);
  await browser.visit(href);
  browser.isAt('Where you are signed in');
});

onDatabase(
  'sqlite',
  'a complete sign-in that nobody has collected opens nothing once the account has ended what is under way',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    const accountId = await anAccount(world);
    const { browser, href } = await completed(world);
    // What replacing a factor, moving the address and "this wasn't me" have in common.
    await fresh.db.deleteFrom('attempts').where('accountId', '=', accountId).execute();
    await browser.visit(href);
    assert.deepEqual(await fresh.db.selectFrom('sessions').selectAll().execute(), []);
    await browser.visit(`${world.issuer}/account/sessions`);
    browser.isAt('Enter your email address');
  },
);
