// THREATS 2 and 23: what a change of the account ends includes a sign-in that is complete and that nobody has collected.
import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { legacyPassword } from '../../demo/lumen.ts';
import { forgetProofsOf } from '../../src/features/sign-in/index.ts';
import { ada, giveEmail, givePassword } from '../journeys/people.ts';
import { onDatabase } from '../support/databases.ts';
import { forge } from '../support/forged-forms.ts';
import { anAccount, aSignInWorld, type SignInWorld } from '../support/sign-in-world.ts';

/** Posts a step as its button does, but the answers lead nowhere by themselves. @returns where the outcome is collected */
async function postStep(
  world: SignInWorld,
  browser: ReturnType<SignInWorld['browser']>,
  step: string,
  fields: Record<string, string>,
): Promise<string> {
  const hub = browser.url.pathname.split('/').slice(0, 3).join('/');
  const take = (cookies: string[] = []) => {
    for (const cookie of cookies) browser.cookies.take(cookie, new URL(world.issuer));
  };
  const posted = await forge(world, browser, { path: `${hub}/${step}`, fields });
  assert.equal(posted.status, 303);
  take(posted.headers['set-cookie']);
  const { body, headers } = await forge(world, browser, { path: hub, fields: {}, method: 'GET' });
  take(headers['set-cookie']);
  const [, href = ''] = /href="([^"]*\/oidc\/authorize\/[^"]+)"/.exec(body) ?? [];
  assert.ok(href, body);
  return new URL(href, world.issuer).href;
}

/** A browser that holds the address by which a complete sign-in is collected, and has not been there. */
async function completed(world: SignInWorld) {
  const browser = world.browser();
  await browser.visit(`${world.issuer}/account/sessions`);
  await giveEmail(browser, ada);
  browser.fillIn('password', ada.password);
  return { browser, href: await postStep(world, browser, 'password', { password: ada.password }) };
}

/** The same of somebody who was signed in before, and has just proven a service account, to use it this once. */
async function provenOnce(world: SignInWorld) {
  const browser = world.browser();
  await browser.visit(`${world.issuer}/account/sessions`);
  await giveEmail(browser, ada);
  await givePassword(browser, ada);
  browser.isAt('Where you are signed in');
  await world.send(browser);
  browser.isAt('Account Linking');
  return {
    browser,
    href: await postStep(world, browser, 'link', { username: 'alice', password: legacyPassword }),
  };
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

onDatabase(
  'sqlite',
  'a service account that was proven in an earlier session opens its service once it is collected',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    await anAccount(world);
    const { browser, href } = await provenOnce(world);
    await browser.visit(href);
    assert.ok(browser.url.href.startsWith(world.callbackOf('managed-hosting')), browser.url.href);
    assert.equal((await world.exchange(browser)).status, 200);
  },
);

onDatabase(
  'sqlite',
  'a service account that was proven in an earlier session, and taken back by its service before it was collected, opens nothing',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    await anAccount(world);
    const { browser, href } = await provenOnce(world);
    const { serviceAccount } = await fresh.db
      .selectFrom('attempts')
      .select('serviceAccount')
      .where('doneAt', 'is not', null)
      .where('serviceAccount', 'is not', null)
      .executeTakeFirstOrThrow();
    const { id: serviceAccountId } = JSON.parse(serviceAccount ?? '');
    // What a service's signal does with what was proven.
    await fresh.db
      .transaction()
      .execute((trx) => forgetProofsOf(trx, { serviceId: 'managed-hosting', serviceAccountId }));
    await browser.visit(href);
    assert.ok(!browser.url.href.startsWith(world.callbackOf('managed-hosting')), browser.url.href);
    await world.send(browser);
    browser.isAt('Account Linking');
  },
);

onDatabase(
  'sqlite',
  'a sign-in that is ended at the very moment in which it is collected leaves no session, and no code that opens anything',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    await anAccount(world);
    const { browser, href } = await completed(world);
    // Once its outcome has been read, and before there is a session that the change could end.
    await sql`
      create trigger overtaken after update on "oidcArtifacts" when new.kind = 'Interaction'
      begin delete from attempts; end
    `.execute(fresh.db);
    await browser.visit(href);
    browser.isAt('This sign-in has expired');
    assert.equal(browser.header('location'), undefined);
    assert.deepEqual(await fresh.db.selectFrom('sessions').selectAll().execute(), []);
    await sql`drop trigger overtaken`.execute(fresh.db);
    await browser.visit(`${world.issuer}/account/sessions`);
    browser.isAt('Enter your email address');
  },
);
