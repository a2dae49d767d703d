import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { hours } from '../../src/kernel/index.ts';
import { freePorts } from '../../test/support/ports.ts';
import { localAddress } from '../demo-ports.ts';
import { Browser } from '../test-support/browser.ts';
import { type ServiceWorld, serviceWorld } from '../test-support/service-world.ts';
import { type StandInProvider, standInProvider } from '../test-support/stand-in-provider.ts';

const adaAsAlice = {
  sub: 'account-ada',
  sid: 'session-1',
  name: 'Ada Lovelace',
  email: 'ada@example.com',
  service_account: { id: 'mh-1001', username: 'alice', access: 'linked' },
};

interface World extends ServiceWorld {
  provider: StandInProvider;
  browser: Browser;
  /** Presses *Sign in*. @returns where the browser is sent */
  begin(path?: string): Promise<URL>;
  /** The whole way in. @returns the answer of the callback */
  signIn(claims?: Record<string, unknown>): Promise<Response>;
  home(): Promise<string>;
}

async function world(t: TestContext, settings: Parameters<typeof serviceWorld>[1] = {}): Promise<World> {
  const provider = await standInProvider(t);
  const service = await serviceWorld(t, { issuer: provider.issuer, ...settings });
  const browser = new Browser();
  const begin = async (path = '/sign-in') =>
    new URL((await browser.get(service.app, path)).headers.get('location') ?? 'none:');
  return {
    ...service,
    provider,
    browser,
    begin,
    signIn: async (claims = adaAsAlice) =>
      browser.get(service.app, provider.grant({ authorizationUrl: await begin(), claims })),
    home: async () => (await browser.get(service.app, '/')).text(),
  };
}

test('signing in asks for a code with PKCE, state and nonce', async (t) => {
  const { begin, provider } = await world(t);
  const { origin, pathname, searchParams } = await begin();
  assert.equal(`${origin}${pathname}`, `${provider.issuer}/authorize`);
  assert.partialDeepStrictEqual(Object.fromEntries(searchParams), {
    client_id: 'managed-hosting',
    response_type: 'code',
    code_challenge_method: 'S256',
    redirect_uri: 'http://managed-hosting.localhost/callback',
  });
  for (const name of ['state', 'nonce', 'code_challenge'])
    assert.ok((searchParams.get(name) ?? '').length >= 43);
  assert.equal(searchParams.get('prompt'), null);
});

test('another account this once is asked for with prompt=select_account', async (t) => {
  const { begin } = await world(t);
  assert.equal((await begin('/sign-in?once=1')).searchParams.get('prompt'), 'select_account');
});

test('whoever comes back is shown as the user of the service and as the Master Account', async (t) => {
  const { signIn, home } = await world(t);
  const back = await signIn();
  assert.equal(back.headers.get('location'), '/');
  const page = await home();
  for (const shown of [
    'Alice Archer',
    'mh-1001',
    'linked',
    'Ada Lovelace',
    'ada@example.com',
    'account-ada',
  ]) {
    assert.match(page, new RegExp(shown));
  }
});

test('claims are shown as text', async (t) => {
  const { signIn, home } = await world(t);
  await signIn({ ...adaAsAlice, name: '<script>alert(1)</script>' });
  assert.doesNotMatch(await home(), /<script>alert/);
});

test('a service with RS256 of its own signs in as well', async (t) => {
  const { signIn, home } = await world(t, { id: 'public-cloud' });
  await signIn({ ...adaAsAlice, service_account: { id: 'pub-4001', username: 'alice', access: 'once' } });
  assert.match(await home(), /pub-4001/);
  // Whether another user is linked, the ID token does not tell.
  assert.match(await home(), /Next time the linked user opens; where none is linked, you are asked again\./);
  assert.match(await home(), /All services of Lumen/);
});

test('an answer brought by another browser signs nobody in', async (t) => {
  const { app, begin, provider } = await world(t);
  const way = provider.grant({ authorizationUrl: await begin(), claims: adaAsAlice });
  const stranger = new Browser();
  await stranger.get(app, '/sign-in');
  assert.equal((await stranger.get(app, way)).status, 400);
  assert.equal(stranger.cookies.has('managed-hosting-session'), false);
});

test('an answer brought twice changes nothing the second time', async (t) => {
  const { app, begin, browser, provider } = await world(t);
  const way = provider.grant({ authorizationUrl: await begin(), claims: adaAsAlice });
  await browser.get(app, way);
  const session = browser.cookies.get('managed-hosting-session');
  assert.equal((await browser.get(app, way)).headers.get('location'), '/');
  assert.equal(browser.cookies.get('managed-hosting-session'), session);
});

test('an ID token with another nonce signs nobody in', async (t) => {
  const { signIn, browser } = await world(t);
  assert.equal((await signIn({ ...adaAsAlice, nonce: 'another' })).status, 502);
  assert.equal(browser.cookies.has('managed-hosting-session'), false);
});

test('a user whom the service does not know, or has locked, does not come in', async (t) => {
  const { signIn, home } = await world(t);
  for (const id of ['mh-9999', 'mh-1004', 'pc-2001']) {
    const answer = await signIn({ ...adaAsAlice, service_account: { id, username: 'x', access: 'linked' } });
    assert.equal(answer.status, 403);
  }
  const { service_account: _, ...without } = adaAsAlice;
  assert.equal((await signIn(without)).status, 403);
  assert.doesNotMatch(await home(), /Sign out/);
});

test('signing in again replaces the session by a new one', async (t) => {
  const { signIn, browser, deps } = await world(t);
  await signIn();
  const first = browser.cookies.get('managed-hosting-session');
  await signIn();
  assert.notEqual(browser.cookies.get('managed-hosting-session'), first);
  assert.equal(deps.database.prepare('SELECT count(*) AS sessions FROM sessions').get()?.['sessions'], 1);
});

test('the service starts without Master Account, says so, and finds it once it is there', async (t) => {
  const port = await freePorts(1);
  const service = await serviceWorld(t, { issuer: localAddress(port) });
  const answer = await service.app.request('/sign-in');
  assert.equal(answer.status, 503);
  assert.match(await answer.text(), /did not answer/);
  assert.equal(service.faults.length, 1);
  await standInProvider(t, port);
  assert.equal((await service.app.request('/sign-in')).status, 302);
});

test('a session ends by itself after eight hours', async (t) => {
  let now = Date.now();
  const { signIn, home } = await world(t, { clock: { now: () => now } });
  await signIn();
  now += hours(8);
  assert.doesNotMatch(await home(), /Sign out/);
});

test('sessions of two services in one browser know nothing of each other', async (t) => {
  const provider = await standInProvider(t);
  const [hosting, cloud] = await Promise.all(
    ['managed-hosting', 'private-cloud'].map((id) => serviceWorld(t, { id, issuer: provider.issuer })),
  );
  assert.ok(hosting && cloud);
  const browser = new Browser();
  const signIn = async (app: ServiceWorld['app'], id: string) => {
    const authorizationUrl = new URL((await browser.get(app, '/sign-in')).headers.get('location') ?? '');
    const claims = { ...adaAsAlice, service_account: { id, username: 'alice', access: 'linked' } };
    await browser.get(app, provider.grant({ authorizationUrl, claims }));
  };
  await signIn(hosting.app, 'mh-1001');
  assert.doesNotMatch(await (await browser.get(cloud.app, '/')).text(), /Sign out/);
  await signIn(cloud.app, 'pc-2002');
  assert.match(await (await browser.get(hosting.app, '/')).text(), /mh-1001/);
  assert.match(await (await browser.get(cloud.app, '/')).text(), /pc-2002/);
  await browser.post(hosting.app, '/sign-out');
  assert.match(await (await browser.get(cloud.app, '/')).text(), /pc-2002/);
});
