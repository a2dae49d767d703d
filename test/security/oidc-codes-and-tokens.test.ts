// OpenID Connect: authorization codes, PKCE and refresh tokens under attack (THREATS 33–35).
import assert from 'node:assert/strict';
import * as client from 'openid-client';
import type { Browser } from '../support/browser.ts';
import { eachDatabase } from '../support/databases.ts';
import { secretOf, type TestService } from '../support/oidc-services.ts';
import { type OidcWorld, oidcTables, oidcWorld } from '../support/oidc-world.ts';

const basic = (id: string) =>
  `Basic ${Buffer.from(`client-${id}:${encodeURIComponent(secretOf(id)).replaceAll('%20', '+')}`).toString('base64')}`;

/** A token request as an attacker writes it. */
function ask(world: OidcWorld, fields: Record<string, string>, as = 'hosting'): Promise<Response> {
  return fetch(`${world.issuer}/oidc/token`, {
    method: 'POST',
    headers: { authorization: basic(as), 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields),
  });
}

const bodyOf = async (answer: Response | undefined): Promise<Record<string, string>> =>
  (await answer?.json()) as Record<string, string>;

async function codeFor(world: OidcWorld, params: Record<string, string> = {}) {
  const service = await world.service('hosting');
  const browser = world.browser();
  const { verifier } = await service.send(browser, params);
  if (browser.url.pathname.startsWith('/sign-in/')) await browser.visit(`${browser.url.pathname}/as/ada`);
  return { service, browser, request: exchangeOf(service, browser, verifier) };
}

const exchangeOf = (service: TestService, browser: Browser, verifier: string) => ({
  grant_type: 'authorization_code',
  code: browser.url.searchParams.get('code') ?? '',
  redirect_uri: service.redirectUri,
  code_verifier: verifier,
});

const isActive = async (world: OidcWorld, accessToken: string): Promise<boolean> =>
  (await fetch(`${world.issuer}/oidc/userinfo`, { headers: { authorization: `Bearer ${accessToken}` } })).ok;

eachDatabase(
  'of twenty exchanges of one code at once one wins at most, and what it won is void',
  async ({ db }, t) => {
    const world = await oidcWorld(db, t);
    const { request } = await codeFor(world);
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(world, request)));
    const statuses = answers.map(({ status }) => status).sort();
    assert.deepEqual(statuses, [200, ...Array(19).fill(400)]);
    const won = await bodyOf(answers.find(({ ok }) => ok));
    assert.equal(await isActive(world, won['access_token'] ?? ''), false);
    for (const lost of answers.filter(({ ok }) => !ok))
      assert.equal((await bodyOf(lost))['error'], 'invalid_grant');
  },
  oidcTables,
);

eachDatabase(
  'a code that comes a second time is refused and revokes what it gave',
  async ({ db }, t) => {
    const world = await oidcWorld(db, t);
    const { request } = await codeFor(world, { scope: 'openid offline_access' });
    const first = await bodyOf(await ask(world, request));
    assert.equal(await isActive(world, first['access_token'] ?? ''), true);
    assert.equal((await ask(world, request)).status, 400);
    assert.equal(await isActive(world, first['access_token'] ?? ''), false);
    const refreshed = await ask(world, {
      grant_type: 'refresh_token',
      refresh_token: first['refresh_token'] ?? '',
    });
    assert.equal((await bodyOf(refreshed))['error'], 'invalid_grant');
  },
  oidcTables,
);

eachDatabase(
  'a service whose code was replayed is still told when the session ends, and can sign in again',
  async ({ db }, t) => {
    const world = await oidcWorld(db, t);
    const { request, browser, service } = await codeFor(world);
    await ask(world, request);
    await ask(world, request);
    world.links.set('ada hosting', { id: 'h', username: 'ada', access: 'linked' });
    const again = await service.send(browser);
    assert.ok((await again.tokens(browser)).access_token);
    await browser.visit(`${world.issuer}/sign-out`);
    await browser.press('Sign out');
    assert.deepEqual(
      world.logouts.map((logout) => logout.service),
      ['hosting'],
    );
  },
  oidcTables,
);

eachDatabase(
  'a code of another client, with another redirect URI, or too late is refused',
  async ({ db }, t) => {
    t.mock.timers.enable({ apis: ['Date'], now: Date.now() });
    const world = await oidcWorld(db, t);
    const { request } = await codeFor(world);
    assert.equal((await ask(world, request, 'cloud')).status, 400);
    const elsewhere = { ...request, redirect_uri: request.redirect_uri.replace('hosting', 'cloud') };
    assert.equal((await ask(world, elsewhere)).status, 400);
    const { redirect_uri: _left, ...omitted } = request;
    assert.equal((await ask(world, omitted)).status, 400);
    t.mock.timers.tick(61_000);
    assert.equal((await ask(world, request)).status, 400);
  },
  oidcTables,
);

eachDatabase(
  'PKCE missing, dropped, wrong or plain is refused at either leg, for a confidential client too',
  async ({ db }, t) => {
    const world = await oidcWorld(db, t);
    const { request, service } = await codeFor(world);
    const { code_verifier: _dropped, ...without } = request;
    assert.equal((await ask(world, without)).status, 400);
    assert.equal((await ask(world, { ...request, code_verifier: 'x'.repeat(43) })).status, 400);
    for (const params of [
      { code_challenge: '', code_challenge_method: '' },
      { code_challenge_method: 'plain' },
      { code_challenge_method: '' },
    ]) {
      const browser = world.browser();
      await service.send(browser, params);
      assert.equal(browser.url.searchParams.get('error'), 'invalid_request');
    }
  },
  oidcTables,
);

eachDatabase(
  'a refresh token works once; replayed, its whole family is revoked',
  async ({ db }, t) => {
    const world = await oidcWorld(db, t);
    const { request } = await codeFor(world, { scope: 'openid offline_access' });
    const first = await bodyOf(await ask(world, request));
    const refresh = (token: string) => ask(world, { grant_type: 'refresh_token', refresh_token: token });
    const second = await bodyOf(await refresh(first['refresh_token'] ?? ''));
    assert.notEqual(second['refresh_token'], first['refresh_token']);
    assert.equal((await refresh(first['refresh_token'] ?? '')).status, 400);
    assert.equal((await refresh(second['refresh_token'] ?? '')).status, 400);
    assert.equal(await isActive(world, second['access_token'] ?? ''), false);
  },
  oidcTables,
);

eachDatabase(
  'a refresh token raced by twenty gives tokens to one at most, and those are void',
  async ({ db }, t) => {
    const world = await oidcWorld(db, t);
    const { request } = await codeFor(world, { scope: 'openid offline_access' });
    const { refresh_token = '' } = await bodyOf(await ask(world, request));
    const race = Array.from({ length: 20 }, () => ask(world, { grant_type: 'refresh_token', refresh_token }));
    const answers = await Promise.all(race);
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, ...Array(19).fill(400)]);
    const won = await bodyOf(answers.find(({ ok }) => ok));
    assert.equal(await isActive(world, won['access_token'] ?? ''), false);
    assert.equal(
      (await ask(world, { grant_type: 'refresh_token', refresh_token: won['refresh_token'] ?? '' })).status,
      400,
    );
  },
  oidcTables,
);

eachDatabase(
  'a wrong client secret gets nothing, and learns nothing of why',
  async ({ db }, t) => {
    const world = await oidcWorld(db, t);
    const { request } = await codeFor(world);
    const wrong = await fetch(`${world.issuer}/oidc/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from('client-hosting:guessed').toString('base64')}` },
      body: new URLSearchParams(request),
    });
    assert.equal(wrong.status, 401);
    assert.deepEqual(await wrong.json(), {
      error: 'invalid_client',
      error_description: 'client authentication failed',
    });
  },
  oidcTables,
);

eachDatabase(
  'an access token is void from the moment when its service revokes it or its session ends, though it is stored nowhere',
  async ({ db }, t) => {
    const world = await oidcWorld(db, t);
    const { request, service, browser } = await codeFor(world);
    const stored = () =>
      db.selectFrom('oidcArtifacts').where('kind', '=', 'AccessToken').selectAll().execute();
    const { access_token: revoked = '' } = await bodyOf(await ask(world, request));
    assert.deepEqual(await stored(), []);
    assert.equal(await isActive(world, revoked), true);
    await client.tokenRevocation(service.config, revoked);
    assert.equal(await isActive(world, revoked), false);

    world.links.set('ada hosting', { id: 'h', username: 'ada', access: 'linked' });
    const { verifier } = await service.send(browser, {});
    const { access_token: ended = '' } = await bodyOf(
      await ask(world, exchangeOf(service, browser, verifier)),
    );
    assert.equal(await isActive(world, ended), true);
    await db.updateTable('sessions').set({ expiresAt: 0 }).execute();
    assert.equal(await isActive(world, ended), false);
  },
  oidcTables,
);

eachDatabase(
  'an access token with many claims, which no header would hold, is stored and works the same',
  async ({ db }, t) => {
    const world = await oidcWorld(db, t);
    const claims = JSON.stringify({ userinfo: { email: { values: [`${'x'.repeat(1500)}@example.com`] } } });
    const { request } = await codeFor(world, { claims });
    const { access_token: token = '' } = await bodyOf(await ask(world, request));
    assert.ok(token.length < 100);
    assert.equal(await isActive(world, token), true);
    assert.equal(await isActive(world, `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`), false);
  },
  oidcTables,
);

eachDatabase(
  'a service that revokes its refresh token ends what hangs on it',
  async ({ db }, t) => {
    const world = await oidcWorld(db, t);
    const { request, service } = await codeFor(world, { scope: 'openid offline_access' });
    const tokens = await bodyOf(await ask(world, request));
    await client.tokenRevocation(service.config, tokens['refresh_token'] ?? '');
    assert.equal(await isActive(world, tokens['access_token'] ?? ''), false);
    assert.equal(
      (await ask(world, { grant_type: 'refresh_token', refresh_token: tokens['refresh_token'] ?? '' }))
        .status,
      400,
    );
  },
  oidcTables,
);

eachDatabase(
  'a service account that is ended while a sign-on with it is under way opens nothing: a person is told, and what asks without one',
  async ({ db }, t) => {
    const world = await oidcWorld(db, t);
    const browser = world.browser();
    const hosting = await world.service('hosting');
    world.links.set('ada cloud', { id: 'c', username: 'ada', access: 'linked' });
    await hosting.send(browser);
    await browser.visit(`${browser.url.pathname}/as/ada`);
    world.ended.add('c');
    const cloud = await world.service('cloud');
    await cloud.send(browser, { prompt: 'none' });
    assert.equal(browser.url.searchParams.get('error'), 'login_required');
    assert.equal(browser.url.searchParams.get('code'), null);
    await cloud.send(browser);
    browser.isAt('Problem: expired');
    assert.equal(browser.header('location'), undefined);
    const opened = await db.selectFrom('sessionServices').select('clientId').execute();
    assert.deepEqual(
      opened.map(({ clientId }) => clientId),
      ['client-hosting'],
    );
  },
  oidcTables,
);
