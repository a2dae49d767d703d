import assert from 'node:assert/strict';
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import * as client from 'openid-client';
import type { Browser } from '../../../test/support/browser.ts';
import { type FreshDatabase, onDatabase } from '../../../test/support/databases.ts';
import { type OidcWorld, oidcTables, oidcWorld } from '../../../test/support/oidc-world.ts';
import { endSession } from '../../features/sessions/index.ts';
import { hours, minutes } from '../../kernel/index.ts';
import { signOns } from './index.ts';

type Body = (world: OidcWorld, fresh: FreshDatabase, letPass: (duration: number) => void) => Promise<void>;

const dance = (title: string, body: Body, options = {}) =>
  onDatabase(
    'sqlite',
    title,
    async (fresh, t) => {
      t.mock.timers.enable({ apis: ['Date'], now: Date.now() });
      await body(await oidcWorld(fresh.db, t, options), fresh, (duration) => t.mock.timers.tick(duration));
    },
    oidcTables,
  );

/** Signs in as `who` at the sign-in page that the browser is at. */
const signIn = (browser: Browser, who: string) => browser.visit(`${browser.url.pathname}/as/${who}`);

async function signedIn(world: OidcWorld, id: string, params = {}) {
  const service = await world.service(id);
  const browser = world.browser();
  const sent = await service.send(browser, params);
  await signIn(browser, 'ada');
  return { service, browser, tokens: await sent.tokens(browser) };
}

const paramsAt = ({ url }: Browser) => Object.fromEntries(url.searchParams);
const once = { id: 'id-of-ada', username: 'ada', access: 'once' };
const linked = { id: 'id-of-ada', username: 'ada', access: 'linked' } as const;

dance('a person who signs in comes back to the service with tokens that say who they are', async (world) => {
  const { service, tokens } = await signedIn(world, 'hosting');
  const { sub, auth_time, ...claims } = tokens.claims() ?? assert.fail('There is an ID token.');
  assert.equal(sub, 'ada');
  assert.equal(typeof auth_time, 'number');
  const { email, email_verified, name, given_name, family_name, acr, amr, service_account } = claims;
  assert.deepEqual(
    { email, email_verified, name, given_name, family_name, acr, amr, service_account },
    {
      email: 'ada@example.com',
      email_verified: true,
      name: 'ada Tester',
      given_name: 'ada',
      family_name: 'Tester',
      acr: 'aal1',
      amr: ['pwd'],
      service_account: once,
    },
  );
  const info = await client.fetchUserInfo(service.config, tokens.access_token, 'ada');
  assert.equal(info.email, 'ada@example.com');
  assert.deepEqual(info['service_account'], once);
  assert.equal(tokens.refresh_token, undefined);
});

dance('discovery tells what there is, and nothing that is switched off', async (world) => {
  const metadata = (await world.service('hosting')).config.serverMetadata();
  const { issuer } = world;
  assert.equal(metadata.authorization_endpoint, `${issuer}/oidc/authorize`);
  assert.equal(metadata.end_session_endpoint, `${issuer}/sign-out`);
  assert.deepEqual(metadata.id_token_signing_alg_values_supported, ['ES256', 'RS256']);
  assert.deepEqual(metadata.response_types_supported, ['code']);
  assert.deepEqual(metadata.grant_types_supported, ['authorization_code', 'refresh_token']);
  assert.deepEqual(metadata.code_challenge_methods_supported, ['S256']);
  assert.deepEqual(metadata.acr_values_supported, ['aal1', 'aal2']);
  assert.deepEqual(metadata.scopes_supported, ['openid', 'profile', 'email', 'offline_access']);
  assert.equal(metadata.registration_endpoint, undefined);
  assert.equal(metadata.introspection_endpoint, undefined);
  assert.equal(metadata.pushed_authorization_request_endpoint, undefined);
});

dance(
  'a service that is registered with RS256 gets its ID token so',
  async (world) => {
    const { tokens } = await signedIn(world, 'hosting');
    const header = JSON.parse(Buffer.from(tokens.id_token?.split('.')[0] ?? '', 'base64url').toString());
    assert.equal(header.alg, 'RS256');
  },
  { alg: 'RS256' },
);

dance('a linked service opens without a page for somebody who is signed in', async (world) => {
  const { browser } = await signedIn(world, 'hosting');
  world.links.set('ada cloud', { id: 'c-1', username: 'ada.c', access: 'linked' });
  const cloud = await world.service('cloud');
  const sent = await cloud.send(browser);
  browser.isAt('cloud callback');
  const tokens = await sent.tokens(browser);
  assert.deepEqual(tokens.claims()?.['service_account'], { id: 'c-1', username: 'ada.c', access: 'linked' });
  assert.equal(world.arrivals.length, 1);
});

dance('a service that is not linked asks for the link only, and then no more', async (world) => {
  const { browser } = await signedIn(world, 'hosting');
  const cloud = await world.service('cloud');
  await cloud.send(browser);
  browser.isAt('Sign in');
  assert.equal(world.arrivals[1]?.signInAgain, false);
  assert.equal(world.arrivals[1]?.session?.accountId, 'ada');
  await browser.visit(`${browser.url.pathname}/link`);
  browser.isAt('cloud callback');
  const again = await cloud.send(browser);
  browser.isAt('cloud callback');
  assert.deepEqual((await again.tokens(browser)).claims()?.['service_account'], linked);
});

dance(
  'an account that is used once belongs to the code and its tokens, not to the next ones',
  async (world) => {
    world.links.set('ada hosting', { id: 'h-1', username: 'ada.h', access: 'linked' });
    const { service, browser, tokens } = await signedIn(world, 'hosting', { scope: 'openid offline_access' });
    const other = await service.send(browser, { prompt: 'select_account', scope: 'openid offline_access' });
    browser.isAt('Sign in');
    await browser.visit(`${browser.url.pathname}/as/ada?once=1`);
    const usedOnce = await other.tokens(browser);
    assert.deepEqual(usedOnce.claims()?.['service_account'], once);
    const refreshed = await client.refreshTokenGrant(service.config, tokens.refresh_token ?? '');
    assert.deepEqual(refreshed.claims()?.['service_account'], {
      id: 'h-1',
      username: 'ada.h',
      access: 'linked',
    });
    const refreshedOnce = await client.refreshTokenGrant(service.config, usedOnce.refresh_token ?? '');
    assert.deepEqual(refreshedOnce.claims()?.['service_account'], once);
  },
);

dance('a refresh token is given for offline access only, with or without prompt=consent', async (world) => {
  for (const params of [
    { scope: 'openid offline_access' },
    { scope: 'openid offline_access', prompt: 'consent' },
  ]) {
    const { tokens } = await signedIn(world, 'hosting', params);
    assert.ok(tokens.refresh_token);
  }
});

dance(
  'a service that is asked for with no page gets a refresh token too, where it asks for one',
  async (world) => {
    world.links.set('ada hosting', linked);
    const { browser, service } = await signedIn(world, 'hosting');
    const silent = await (await service.send(browser, { prompt: 'none' })).tokens(browser);
    assert.equal(silent.refresh_token, undefined);
    const scope = 'openid email offline_access';
    const lasting = await (await service.send(browser, { prompt: 'none', scope })).tokens(browser);
    const refreshed = await client.refreshTokenGrant(service.config, lasting.refresh_token ?? '');
    assert.equal(refreshed.claims()?.sub, 'ada');
    assert.equal(refreshed.scope, scope);
  },
);

dance(
  'a service that may not refresh gets no refresh token by asking for no page',
  async (world) => {
    world.links.set('ada hosting', linked);
    const { browser, service } = await signedIn(world, 'hosting');
    const sent = await service.send(browser, { prompt: 'none', scope: 'openid offline_access' });
    assert.equal((await sent.tokens(browser)).refresh_token, undefined);
  },
  { grantTypes: ['authorization_code'] },
);

dance('an authorization request may be posted as a form, within limits', async (world) => {
  const browser = world.browser();
  await (await world.service('hosting')).send(browser);
  const request = new URL(browser.trail[0] ?? '');
  const post = (body: URLSearchParams) =>
    fetch(`${world.issuer}/oidc/authorize`, { method: 'POST', body, redirect: 'manual' });
  const posted = await post(request.searchParams);
  assert.equal(posted.status, 303);
  await browser.visit(posted.headers.get('location') ?? '');
  browser.isAt('Sign in');
  assert.equal((await post(new URLSearchParams({ x: 'y'.repeat(10_000) }))).status, 413);
  const json = await fetch(`${world.issuer}/oidc/authorize`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  assert.equal(json.status, 415);
});

dance('a letter of a posted request that arrives in two pieces stays whole', async (world) => {
  const body = Buffer.from('login_hint=Zoë');
  const { promise: location, resolve, reject } = Promise.withResolvers<string | undefined>();
  const post = request(`${world.issuer}/oidc/authorize`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
  post.on('response', (answer) => resolve(answer.resume().headers.location)).on('error', reject);
  post.write(body.subarray(0, -1));
  await sleep(50);
  post.end(body.subarray(-1));
  assert.equal(await location, '/oidc/authorize?login_hint=Zo%C3%AB');
});

dance(
  'somebody who signs in again as their session is ended elsewhere gets a session and a code that works',
  async (world, { db }) => {
    const { browser, service, tokens } = await signedIn(world, 'hosting');
    const again = await service.send(browser, { prompt: 'login' });
    const uid = (await db.selectFrom('sessions').select('uid').executeTakeFirstOrThrow()).uid;
    const { accounts } = world;
    const find = accounts.get.bind(accounts);
    // Asked for when the session has been read, and nothing has been written yet.
    accounts.get = ((id: string) => {
      accounts.get = find;
      const ending = { uid, now: Date.now() };
      return db.transaction().execute(async (trx) => {
        await endSession(trx, ending);
        return find(id);
      });
    }) as unknown as typeof find;
    await signIn(browser, 'ada');
    browser.isAt('hosting callback');
    const fresh = await again.tokens(browser);
    assert.ok((await client.fetchUserInfo(service.config, fresh.access_token, 'ada')).email);
    await assert.rejects(
      client.fetchUserInfo(service.config, tokens.access_token, 'ada'),
      'what has ended stays so',
    );
    assert.notEqual(
      fresh.claims()?.['sid'],
      tokens.claims()?.['sid'],
      'the notice of the end is not about this one',
    );
    world.links.set('ada hosting', { id: 'h-1', username: 'ada.h', access: 'linked' });
    await service.send(browser, { prompt: 'none' });
    assert.equal(paramsAt(browser)['error'], undefined);
  },
);

dance('prompt=none tells the service what would be needed, and shows nobody a page', async (world) => {
  const hosting = await world.service('hosting');
  const browser = world.browser();
  await hosting.send(browser, { prompt: 'none' });
  browser.isAt('hosting callback');
  assert.equal(paramsAt(browser)['error'], 'login_required');
  const { browser: ada } = await signedIn(world, 'hosting');
  await (await world.service('cloud')).send(ada, { prompt: 'none' });
  assert.equal(paramsAt(ada)['error'], 'interaction_required');
  assert.equal(paramsAt(ada)['state'], 'the state');
});

dance(
  'prompt=login and a max_age that has passed ask for a fresh sign-in, and get a later auth_time',
  async (world, _, letPass) => {
    const { browser, service, tokens } = await signedIn(world, 'hosting');
    letPass(minutes(5));
    await service.send(browser, { max_age: '3600', prompt: 'none' });
    assert.equal(paramsAt(browser)['error'], 'interaction_required', 'only the link is missing');
    for (const params of [{ max_age: '60' }, { prompt: 'login' }] as Record<string, string>[]) {
      letPass(minutes(2));
      const sent = await service.send(browser, params);
      browser.isAt('Sign in');
      assert.equal(world.arrivals.at(-1)?.signInAgain, true);
      await signIn(browser, 'ada');
      browser.isAt('hosting callback');
      const { auth_time } = (await sent.tokens(browser)).claims() ?? {};
      assert.ok(Number(auth_time) > Number(tokens.claims()?.auth_time));
    }
  },
);

dance(
  'a wish for aal2 is answered with aal1, a demand that sign-in does not meet with an error',
  async (world) => {
    const { browser, service, tokens } = await signedIn(world, 'hosting', { acr_values: 'aal2 aal1' });
    assert.equal(tokens.claims()?.['acr'], 'aal1');
    const demand = JSON.stringify({ id_token: { acr: { essential: true, values: ['aal2'] } } });
    await service.send(browser, { claims: demand });
    browser.isAt('Sign in');
    await signIn(browser, 'ada');
    assert.equal(paramsAt(browser)['error'], 'unmet_authentication_requirements');
    const modest = JSON.stringify({ id_token: { acr: { essential: true, value: 'aal1' } } });
    const { tokens: reached } = await signedIn(world, 'cloud', { claims: modest });
    assert.equal(reached.claims()?.['acr'], 'aal1');
  },
);

dance('a hint at another person asks for a sign-in, and is not asked twice', async (world) => {
  const { tokens, service } = await signedIn(world, 'hosting');
  const bob = world.browser();
  await service.send(bob);
  await signIn(bob, 'bob');
  await service.send(bob, { id_token_hint: tokens.id_token ?? '' });
  bob.isAt('Sign in');
  await signIn(bob, 'bob');
  bob.isAt('hosting callback');
  assert.equal(paramsAt(bob)['error'], 'login_required');
});

dance(
  'a link that is proven after the session was signed out elsewhere brings nobody back',
  async (world) => {
    const { browser } = await signedIn(world, 'hosting');
    await (await world.service('cloud')).send(browser);
    const attempt = browser.url.pathname;
    const other = browser.newTab();
    await other.visit(`${world.issuer}/sign-out`);
    await other.press('Sign out');
    await browser.visit(`${attempt}/link`);
    browser.isAt('Expired');
  },
);

dance(
  'an account that is disabled while its session lives is asked to sign in, without an error',
  async (world) => {
    world.links.set('ada hosting', { id: 'h-1', username: 'ada.h', access: 'linked' });
    const { browser, service, tokens } = await signedIn(world, 'hosting');
    world.accounts.delete('ada');
    await service.send(browser);
    browser.isAt('Sign in');
    assert.equal(world.arrivals.at(-1)?.signInAgain, true);
    await assert.rejects(client.fetchUserInfo(service.config, tokens.access_token, 'ada'));
    await signIn(browser, 'bob');
    browser.isAt('hosting callback');
  },
);

dance(
  'another person who signs in ends the session that was there, and its services are told',
  async (world) => {
    const { browser, tokens, service } = await signedIn(world, 'hosting');
    await service.send(browser, { prompt: 'login' });
    const before = browser.cookies.headerFor(new URL(world.issuer));
    const sent = await service.send(browser, { prompt: 'login' });
    await signIn(browser, 'bob');
    browser.isAt('hosting callback');
    assert.equal((await sent.tokens(browser)).claims()?.sub, 'bob');
    assert.notEqual(browser.cookies.headerFor(new URL(world.issuer)), before);
    await assert.rejects(client.fetchUserInfo(service.config, tokens.access_token, 'ada'));
    await world.oidc.deliverLogouts();
    assert.deepEqual(
      world.logouts.map(({ token }) => token['sub']),
      ['ada'],
    );
  },
);

dance(
  'a session ends after twelve hours, and after one without use, and its tokens with it',
  async (world, _, letPass) => {
    world.links.set('ada hosting', { id: 'h-1', username: 'ada.h', access: 'linked' });
    const { browser, service } = await signedIn(world, 'hosting', { scope: 'openid offline_access' });
    for (let passed = 0; passed < 14; passed++) {
      letPass(minutes(50));
      await service.send(browser);
      browser.isAt('hosting callback');
    }
    letPass(minutes(25));
    await service.send(browser);
    browser.isAt('Sign in');
    const idle = await signedIn(world, 'hosting', { scope: 'openid offline_access' });
    letPass(minutes(62));
    await idle.service.send(idle.browser);
    idle.browser.isAt('Sign in');
    await assert.rejects(client.refreshTokenGrant(service.config, idle.tokens.refresh_token ?? ''));
    await world.oidc.sweep();
    letPass(minutes(5));
    await world.oidc.sweep();
    await world.oidc.deliverLogouts();
    assert.equal(world.logouts.length, 2);
  },
);

dance(
  'a service that still works with its tokens keeps the session from running out',
  async (world, _, letPass) => {
    world.links.set('ada hosting', { id: 'h-1', username: 'ada.h', access: 'linked' });
    const { browser, service, ...first } = await signedIn(world, 'hosting', {
      scope: 'openid offline_access',
    });
    let refreshToken = first.tokens.refresh_token ?? '';
    for (let passed = 0; passed < 3; passed++) {
      letPass(minutes(40));
      const { refresh_token } = await client.refreshTokenGrant(service.config, refreshToken);
      refreshToken = refresh_token ?? '';
    }
    letPass(minutes(40));
    await service.send(browser);
    browser.isAt('hosting callback');
  },
);

dance(
  'an authorization request that is resumed too late, or twice, shows our page with the service known',
  async (world, _, letPass) => {
    const hosting = await world.service('hosting');
    const browser = world.browser();
    await hosting.send(browser);
    const attempt = browser.url.pathname;
    letPass(hours(13));
    await signIn(browser, 'ada');
    browser.isAt('Expired');
    await hosting.send(browser);
    await signIn(browser, 'ada');
    const resumed = browser.trail.find((address) => address.includes('/oidc/authorize/')) ?? '';
    await browser.visit(resumed);
    browser.isAt('Problem: expired');
    assert.deepEqual(world.problems.at(-1)?.serviceId, 'hosting');
    assert.notEqual(attempt, '');
  },
);

dance(
  'two first visits to two services at once in one session both succeed and both are told at the end',
  async (world) => {
    const { browser } = await signedIn(world, 'hosting');
    const cloud = await world.service('cloud');
    const hosting = await world.service('hosting');
    const tabs = [browser.newTab(), browser.newTab()] as const;
    const sent = [await cloud.send(tabs[0]), await hosting.send(tabs[1])] as const;
    await Promise.all(tabs.map((tab) => tab.visit(`${tab.url.pathname}/link`)));
    for (const [index, tab] of tabs.entries()) assert.ok((await sent[index]?.tokens(tab))?.access_token);
    await browser.visit(`${world.issuer}/sign-out`);
    await browser.press('Sign out');
    assert.deepEqual(world.logouts.map(({ service }) => service).sort(), ['cloud', 'hosting']);
  },
);

dance('two tabs that open the same service for the first time at once both get tokens', async (world) => {
  const { browser } = await signedIn(world, 'hosting');
  world.links.set('ada cloud', { id: 'c-1', username: 'ada.c', access: 'linked' });
  const cloud = await world.service('cloud');
  const tabs = [browser.newTab(), browser.newTab(), browser.newTab()];
  const sent = await Promise.all(tabs.map((tab) => cloud.send(tab)));
  for (const [index, tab] of tabs.entries()) assert.ok((await sent[index]?.tokens(tab))?.access_token);
});

dance('a sign-on by the session alone is told from one after a page', async (world) => {
  const told: object[] = [];
  const heard = signOns.hear((signOn) => void told.push(signOn));
  world.links.set('ada hosting', linked);
  const { service, browser } = await signedIn(world, 'hosting');
  await (await service.send(browser)).tokens(browser);
  heard.stop();
  assert.deepEqual(told, [
    { service: 'hosting', by: 'page' },
    { service: 'hosting', by: 'session' },
  ]);
});
