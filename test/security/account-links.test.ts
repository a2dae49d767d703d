// THREATS 4, 6, 7, 10, 11: nobody links or removes for somebody else, from another site, or without proof.
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { hours } from '../../src/kernel/index.ts';
import { ada, giveEmail, givePassword, grace, type Person, proveServiceAccount } from '../journeys/people.ts';
import type { Browser } from '../support/browser.ts';
import { eachDatabase, type FreshDatabase } from '../support/databases.ts';
import { forge } from '../support/forged-forms.ts';
import { anAccount, aSignInWorld, type SignInWorld } from '../support/sign-in-world.ts';

const password = 'legacy-password';
const graceToo = { ...grace, password: ada.password };

/** Ada has linked Managed Hosting as bob; Grace has an account. Both are in Manage My Account. */
async function twoPeople(fresh: FreshDatabase, t: TestContext) {
  const world = await aSignInWorld(fresh, t);
  const ids = { ada: await anAccount(world), grace: await anAccount(world, grace) };
  const adas = world.browser();
  await world.send(adas);
  await giveEmail(adas, ada);
  await givePassword(adas, ada);
  await proveServiceAccount(adas, 'bob');
  await adas.visit(`${world.issuer}/account/links/private-cloud/add`);
  return { world, ids, adas, graces: await inAccount(world, graceToo) };
}

async function inAccount(world: SignInWorld, person: Person): Promise<Browser> {
  const browser = world.browser();
  await browser.visit(`${world.issuer}/account/links/private-cloud/add`);
  await giveEmail(browser, person);
  await givePassword(browser, person);
  browser.isAt('Link Private Cloud');
  return browser;
}

const linksIn = ({ db }: SignInWorld) =>
  db.selectFrom('links').select(['id', 'accountId', 'serviceId']).orderBy('createdAt').execute();

eachDatabase('a link of somebody else is not there, by whatever id it is asked for', async (fresh, t) => {
  const { world, ids, graces } = await twoPeople(fresh, t);
  const [link] = await linksIn(world);
  assert.ok(link);
  const fields = { linkId: link.id, currentPassword: ada.password, accountId: ids.ada };
  const removed = await forge(world, graces, { path: '/account/links/managed-hosting/remove', fields });
  assert.equal(removed.location, '/account/links?done=gone');
  for (const id of [link.id, ids.ada, 'nobody', '%2e%2e', '%00', "x'--"]) {
    for (const path of [`/account/links/${id}/remove`, `/account/links/${id}/add`]) {
      assert.equal((await forge(world, graces, { path, fields })).status, 404, path);
    }
  }
  assert.deepEqual(await linksIn(world), [link]);
});

eachDatabase(
  'the link of a page that is out of date does not remove the one made since',
  async (fresh, t) => {
    const { world, adas } = await twoPeople(fresh, t);
    await adas.visit('/account/links/managed-hosting/remove');
    assert.match(adas.html, /<bdi>bob<\/bdi>/, 'what a service calls somebody turns no words of ours around');
    const stale = { linkId: adas.valueOf('linkId') ?? '', currentPassword: ada.password };
    await world.db.updateTable('links').set({ id: 'made-since' }).execute();
    const removed = await forge(world, adas, {
      path: '/account/links/managed-hosting/remove',
      fields: stale,
    });
    assert.equal(removed.location, '/account/links?done=gone');
    assert.equal((await linksIn(world)).length, 1);
  },
);

eachDatabase(
  'nothing is linked or removed without the password, from another site, or without a session',
  async (fresh, t) => {
    const { world, adas } = await twoPeople(fresh, t);
    const [link] = await linksIn(world);
    const add = { path: '/account/links/private-cloud/add', fields: { username: 'carol', password } };
    const remove = { path: '/account/links/managed-hosting/remove', fields: { linkId: link?.id ?? '' } };
    for (const { path, fields } of [add, remove]) {
      const proven = { ...fields, currentPassword: ada.password };
      assert.equal((await forge(world, adas, { path, fields })).status, 422, 'no password');
      const wrong = { ...fields, currentPassword: 'a guess of somebody' };
      assert.equal((await forge(world, adas, { path, fields: wrong })).status, 422, 'a wrong one');
      const foreign = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' };
      assert.equal((await forge(world, adas, { path, fields: proven, headers: foreign })).status, 403);
      assert.equal((await forge(world, adas, { path, fields: { ...proven, csrf: 'x' } })).status, 403);
      const stranger = world.browser();
      await stranger.visit(`${world.issuer}/`);
      const { status } = await forge(world, stranger, { path, fields: proven });
      assert.ok(status === 303 || status === 403);
    }
    assert.deepEqual(await linksIn(world), [link]);
  },
);

eachDatabase('whoever has a second factor gives a code to link, once it was long ago', async (fresh, t) => {
  const { world, adas } = await twoPeople(fresh, t);
  // The app was bound since; a session without the second factor is worth nothing here.
  const enrolment = {
    accountId: (await linksIn(world))[0]?.accountId ?? '',
    sealedSecret: 'x',
    enrolledAt: 1,
  };
  await world.db
    .insertInto('totpEnrolments')
    .values({ ...enrolment, strayOffset: null })
    .execute();
  const fields = { username: 'carol', password, currentPassword: ada.password };
  const added = await forge(world, adas, { path: '/account/links/private-cloud/add', fields });
  assert.equal(added.status, 303);
  assert.equal((await linksIn(world)).length, 1);
  await world.db
    .updateTable('sessions')
    .set({ acr: 'aal2', authenticatedAt: Date.now() - hours(1) })
    .execute();
  const missing = await forge(world, adas, { path: '/account/links/private-cloud/add', fields });
  assert.equal(missing.status, 422);
  assert.match(missing.body, /name="code"/);
  assert.equal((await linksIn(world)).length, 1);
});

eachDatabase('a session that ends while the service checks the password links nothing', async (fresh, t) => {
  const { world, adas } = await twoPeople(fresh, t);
  world.beforeVerifying = () => world.db.deleteFrom('sessions').execute();
  const fields = { username: 'carol', password, currentPassword: ada.password };
  const added = await forge(world, adas, { path: '/account/links/private-cloud/add', fields });
  assert.equal(added.status, 303);
  assert.equal((await linksIn(world)).length, 1);
});

eachDatabase(
  'passwords of a service that were tried at sign-in count in Manage My Account too',
  async (fresh, t) => {
    const { world, graces } = await twoPeople(fresh, t);
    const path = '/account/links/managed-hosting/add';
    const trying = { username: 'victim', password: 'guess', currentPassword: ada.password };
    const answers = [];
    for (let nth = 0; nth < 6; nth++) answers.push(await forge(world, graces, { path, fields: trying }));
    assert.deepEqual(
      answers.map(({ status, headers }) => [status, Number(headers['retry-after']) > 0]),
      [...Array(5).fill([422, false]), [429, true]],
    );
    const elsewhere = world.browser();
    await world.send(elsewhere);
    await giveEmail(elsewhere, graceToo);
    await givePassword(elsewhere, graceToo);
    await proveServiceAccount(elsewhere, ' VICTIM ', { password });
    elsewhere.says('Too many passwords were tried for Managed Hosting.');
  },
);
