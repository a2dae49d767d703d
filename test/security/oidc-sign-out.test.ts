// OpenID Connect: signing out (THREATS 12, 36, 37).
import assert from 'node:assert/strict';
import type { Browser } from '../support/browser.ts';
import { eachDatabase, onDatabase } from '../support/databases.ts';
import { type OidcWorld, oidcTables, oidcWorld } from '../support/oidc-world.ts';

async function signedIn(world: OidcWorld, ...services: string[]) {
  const browser = world.browser();
  let idToken = '';
  for (const id of services) {
    const sent = await (await world.service(id)).send(browser);
    if (browser.heading === 'Sign in') await browser.visit(`${browser.url.pathname}/as/ada`);
    idToken = (await sent.tokens(browser)).id_token ?? '';
  }
  return { browser, idToken };
}

const signOut = (browser: Browser, world: OidcWorld, params: Record<string, string> = {}) =>
  browser.visit(`${world.issuer}/sign-out?${new URLSearchParams(params)}`);

/** Where the page leads by itself, or by its button. */
const leadsTo = ({ html }: Browser): string[] =>
  [...html.matchAll(/(?:url=|href=")([^"]+)"/g)].map(([, address = '']) => address.replaceAll('&amp;', '&'));

eachDatabase(
  'signing out asks first, ends the session everywhere, says who was told and leads back to the service',
  async ({ db }, t) => {
    const world = await oidcWorld(db, t);
    const { browser, idToken } = await signedIn(world, 'cloud', 'hosting');
    const { redirectUri } = await world.service('hosting');
    const back = redirectUri.replace('callback', 'signed-out');
    await signOut(browser, world, { id_token_hint: idToken, post_logout_redirect_uri: back, state: 's 1' });
    browser.isAt('Sign out everywhere?');
    assert.equal(world.logouts.length, 0);
    // The token says who somebody is: it stays in no address and on no page.
    assert.equal(browser.url.searchParams.get('client_id'), 'client-hosting');
    assert.doesNotMatch(browser.url.search + browser.html, /id_token_hint|eyJ/);
    await browser.press('Sign out');
    browser.isAt('You are signed out');
    browser.says(/signed out here and at Service (cloud|hosting) and Service (cloud|hosting)/);
    assert.deepEqual(world.logouts.map(({ service }) => service).sort(), ['cloud', 'hosting']);
    for (const { token } of world.logouts) {
      assert.equal(token['sub'], 'ada');
      assert.ok(token['sid']);
      assert.ok((token['events'] as object)['http://schemas.openid.net/event/backchannel-logout' as never]);
    }
    assert.ok(leadsTo(browser).includes(`${back}?state=s+1`));
    await (await world.service('hosting')).send(browser, { prompt: 'none' });
    assert.equal(browser.url.searchParams.get('error'), 'login_required');
  },
  oidcTables,
);

onDatabase(
  'sqlite',
  'the sid of the logout token is the one of the ID token',
  async ({ db }, t) => {
    const world = await oidcWorld(db, t);
    const { browser, idToken } = await signedIn(world, 'hosting');
    await signOut(browser, world);
    await browser.press('Sign out');
    const { sid } = JSON.parse(Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString());
    assert.ok(sid);
    assert.equal(world.logouts[0]?.token['sid'], sid);
  },
  oidcTables,
);

onDatabase(
  'sqlite',
  'a foreign page cannot sign anybody out: neither by a link, nor by a form, nor with a guessed token',
  async ({ db }, t) => {
    const world = await oidcWorld(db, t);
    const { browser } = await signedIn(world, 'hosting');
    await signOut(browser, world);
    const cookie = browser.cookies.headerFor(new URL(world.issuer));
    for (const fields of [{}, { csrf: 'guessed' }, { logout: 'yes', xsrf: 'x' }] as Record<
      string,
      string
    >[]) {
      const forged = await fetch(`${world.issuer}/sign-out/confirm`, {
        method: 'POST',
        headers: { cookie, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
        body: new URLSearchParams(fields),
      });
      assert.ok(forged.status >= 400);
    }
    world.links.set('ada hosting', { id: 'h', username: 'ada', access: 'linked' });
    await (await world.service('hosting')).send(browser);
    browser.isAt('hosting callback');
    assert.equal(world.logouts.length, 0);
  },
  oidcTables,
);

onDatabase(
  'sqlite',
  'only an address that the service has registered, letter for letter, is gone back to',
  async ({ db }, t) => {
    const world = await oidcWorld(db, t);
    const { redirectUri } = await world.service('hosting');
    const back = redirectUri.replace('callback', 'signed-out');
    const foreign = [
      'https://evil.example/',
      '//evil.example',
      '/\\evil.example',
      `${back}/`,
      `${back}@evil.example`,
      'javascript:alert(1)',
      `${back}%0d%0aX: y`,
      back.replace('hosting', 'cloud'),
    ];
    for (const address of foreign) {
      const { browser, idToken } = await signedIn(world, 'hosting');
      await signOut(browser, world, { id_token_hint: idToken, post_logout_redirect_uri: address });
      await browser.press('Sign out');
      browser.isAt('You are signed out');
      assert.deepEqual(
        leadsTo(browser).filter((target) => !/^[/#]/.test(target)),
        [],
        address,
      );
      await signOut(browser, world, { client_id: 'client-hosting', post_logout_redirect_uri: address });
      assert.ok(browser.url.href.startsWith(world.issuer), address);
    }
    const { browser } = await signedIn(world, 'hosting');
    await signOut(browser, world, { post_logout_redirect_uri: back });
    await browser.press('Sign out');
    assert.ok(!browser.html.includes(back), 'nobody has said whose address it is');
  },
  oidcTables,
);

onDatabase(
  'sqlite',
  'a forged or foreign ID token is no hint',
  async ({ db }, t) => {
    const world = await oidcWorld(db, t);
    const { browser, idToken } = await signedIn(world, 'hosting');
    const [header = '', payload = ''] = idToken.split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
    const asCloud = Buffer.from(JSON.stringify({ ...claims, aud: 'client-cloud' })).toString('base64url');
    const unsigned = Buffer.from('{"alg":"none"}').toString('base64url');
    const back = (await world.service('cloud')).redirectUri.replace('callback', 'signed-out');
    for (const hint of [`${header}.${asCloud}.x`, `${unsigned}.${asCloud}.`, 'x', '..', '.e30.']) {
      await signOut(browser, world, { id_token_hint: hint, post_logout_redirect_uri: back });
      assert.ok(!leadsTo(browser).includes(back));
    }
    await signOut(browser, world, {
      id_token_hint: idToken,
      client_id: 'client-cloud',
      post_logout_redirect_uri: back,
    });
    assert.ok(!leadsTo(browser).includes(back));
  },
  oidcTables,
);

onDatabase(
  'sqlite',
  'somebody who is signed out already goes back, and a POST of a service works as a link does',
  async ({ db }, t) => {
    const world = await oidcWorld(db, t);
    const back = (await world.service('hosting')).redirectUri.replace('callback', 'signed-out');
    const browser = world.browser();
    await signOut(browser, world, { client_id: 'client-hosting', post_logout_redirect_uri: back });
    browser.isAt('You are signed out');
    await browser.follow('Go back to Service hosting');
    browser.isAt('hosting signed-out');
    const posted = await fetch(`${world.issuer}/sign-out`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ client_id: 'client-hosting', state: 'x', extra: 'y' }),
    });
    assert.equal(posted.status, 303);
    assert.equal(posted.headers.get('location'), '/sign-out?client_id=client-hosting&state=x');
    await browser.visit(`${world.issuer}/sign-out/confirm`);
    assert.equal(browser.url.pathname, '/sign-out');
    browser.isAt('You are signed out');
  },
  oidcTables,
);

eachDatabase(
  'a service that does not answer is named as such, and told later, each once',
  async ({ db }, t) => {
    t.mock.timers.enable({ apis: ['Date'], now: Date.now() });
    const world = await oidcWorld(db, t);
    const { browser } = await signedIn(world, 'cloud', 'hosting');
    world.down.add('cloud');
    await signOut(browser, world);
    await browser.press('Sign out');
    browser.says('did not answer yet, and will be told again');
    world.down.clear();
    t.mock.timers.tick(60_000);
    const [first, second] = await Promise.all([world.oidc.deliverLogouts(), world.oidc.deliverLogouts()]);
    assert.equal(first + second, 1);
    assert.equal(await world.oidc.deliverLogouts(), 0);
    assert.deepEqual(
      world.logouts.map(({ service }) => service),
      ['hosting', 'cloud'],
    );
  },
  oidcTables,
);

eachDatabase(
  'a link that ends signs out of its service only, in every session of the account',
  async ({ db }, t) => {
    const world = await oidcWorld(db, t);
    await signedIn(world, 'cloud', 'hosting');
    const { browser } = await signedIn(world, 'cloud', 'hosting');
    await db.transaction().execute((trx) =>
      world.oidc.endServiceSessions(trx, {
        serviceId: 'cloud',
        serviceAccountId: 'nobody',
        accountIds: ['ada', 'bob'],
      }),
    );
    await world.oidc.deliverLogouts();
    assert.deepEqual(
      world.logouts.map(({ service }) => service),
      ['cloud', 'cloud'],
    );
    world.links.set('ada hosting', { id: 'h', username: 'ada', access: 'linked' });
    await (await world.service('hosting')).send(browser);
    browser.isAt('hosting callback');
  },
  oidcTables,
);

eachDatabase(
  'what a service says of its account ends what was opened with it, though it was never linked',
  async ({ db }, t) => {
    const world = await oidcWorld(db, t);
    const { browser } = await signedIn(world, 'cloud');
    world.links.set('ada cloud', { id: 'another', username: 'ada', access: 'linked' });
    const cloud = await world.service('cloud');
    const end = async (serviceAccountId: string) => {
      await db
        .transaction()
        .execute((trx) =>
          world.oidc.endServiceSessions(trx, { serviceId: 'cloud', serviceAccountId, accountIds: [] }),
        );
      return world.oidc.deliverLogouts();
    };
    await cloud.send(browser);
    browser.isAt('cloud callback');
    assert.equal(await end('id-of-ada'), 0, 'the service was opened with another one since');
    await cloud.send(browser, { prompt: 'select_account' });
    await browser.visit(`${browser.url.pathname}/as/ada?once=1`);
    assert.equal(await end('id-of-bob'), 0);
    assert.equal(await end('id-of-ada'), 1);
    assert.deepEqual(
      world.logouts.map(({ service }) => service),
      ['cloud'],
    );
  },
  oidcTables,
);

onDatabase(
  'sqlite',
  'a private address is called only where the configuration names its host',
  async ({ db, open }, t) => {
    // Leads to this machine, like any name whose owner points it inside.
    const toldAt = '0.0.0.0';
    const refusing = await oidcWorld(db, t, { toldAt });
    const { browser } = await signedIn(refusing, 'hosting');
    await signOut(browser, refusing);
    await browser.press('Sign out');
    browser.says('did not answer yet, and will be told again');
    assert.equal(refusing.logouts.length, 0);
    const allowing = await oidcWorld(open(), t, { toldAt, internalHosts: [toldAt] });
    const { browser: another } = await signedIn(allowing, 'hosting');
    await signOut(another, allowing);
    await another.press('Sign out');
    another.says('signed out here and at Service hosting');
  },
  oidcTables,
);
