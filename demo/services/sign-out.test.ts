import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { Browser } from '../test-support/browser.ts';
import { serviceWorld } from '../test-support/service-world.ts';
import { standInProvider } from '../test-support/stand-in-provider.ts';

const logoutEvent = { 'http://schemas.openid.net/event/backchannel-logout': {} };

/** Ada is signed in as alice, in session-1 of her account. */
async function signedIn(t: TestContext) {
  const provider = await standInProvider(t);
  const { app } = await serviceWorld(t, { issuer: provider.issuer });
  const browser = new Browser();
  const authorizationUrl = new URL((await browser.get(app, '/sign-in')).headers.get('location') ?? '');
  const claims = {
    sub: 'account-ada',
    sid: 'session-1',
    service_account: { id: 'mh-1001', username: 'alice', access: 'linked' },
  };
  await browser.get(app, provider.grant({ authorizationUrl, claims }));
  const logoutToken = (changed: Record<string, unknown> = {}) =>
    provider.sign({
      aud: 'managed-hosting',
      jti: 'once',
      sub: 'account-ada',
      sid: 'session-1',
      events: logoutEvent,
      ...changed,
    });
  return {
    app,
    browser,
    provider,
    logoutToken,
    logOut: async (token: string) =>
      (await new Browser().post(app, '/backchannel-logout', { logout_token: token })).status,
    isSignedIn: async () => /Sign out/.test(await (await browser.get(app, '/')).text()),
  };
}

test('signing out goes on to Master Account with the ID token as a hint, and ends here when it comes back', async (t) => {
  const { app, browser, provider, isSignedIn } = await signedIn(t);
  const answer = await browser.post(app, '/sign-out');
  assert.equal(answer.status, 303);
  const onward = new URL(answer.headers.get('location') ?? '');
  assert.equal(`${onward.origin}${onward.pathname}`, `${provider.issuer}/end-session`);
  assert.equal(
    onward.searchParams.get('post_logout_redirect_uri'),
    'http://managed-hosting.localhost/signed-out',
  );
  assert.match(onward.searchParams.get('id_token_hint') ?? '', /^ey/);
  assert.equal(await isSignedIn(), true, 'whoever decides to stay is still signed in');
  await browser.get(app, '/signed-out');
  assert.equal(await isSignedIn(), true, 'a mere link signs nobody out');
  await browser.get(app, `/signed-out?state=${onward.searchParams.get('state')}`);
  assert.equal(await isSignedIn(), false);
});

test('another page cannot sign anyone out', async (t) => {
  const { app, browser, isSignedIn } = await signedIn(t);
  for (const headers of [{ Origin: 'http://localhost:4002' }, { 'Sec-Fetch-Site': 'same-site' }]) {
    assert.equal((await browser.post(app, '/sign-out', {}, headers)).status, 403);
  }
  assert.equal(await isSignedIn(), true);
});

test('a logout token of Master Account ends the session that it names', async (t) => {
  const { logOut, logoutToken, isSignedIn } = await signedIn(t);
  assert.equal(await logOut(await logoutToken({ sid: 'another' })), 200);
  assert.equal(await isSignedIn(), true);
  assert.equal(await logOut(await logoutToken()), 200);
  assert.equal(await isSignedIn(), false);
});

test('a logout token without a session ends all sessions of the account', async (t) => {
  const { logOut, logoutToken, isSignedIn } = await signedIn(t);
  assert.equal(await logOut(await logoutToken({ sid: undefined })), 200);
  assert.equal(await isSignedIn(), false);
});

test('what is not a valid logout token for this service ends nothing', async (t) => {
  const { logOut, logoutToken, isSignedIn, provider } = await signedIn(t);
  const stranger = await standInProvider(t);
  const claims = { aud: 'managed-hosting', jti: 'x', sid: 'session-1', events: logoutEvent };
  const refused = {
    'for another service': await logoutToken({ aud: 'private-cloud' }),
    'an ID token': await logoutToken({ nonce: 'n' }),
    'no event': await logoutToken({ events: {} }),
    'names nobody': await logoutToken({ sub: undefined, sid: undefined }),
    'another algorithm than agreed': await provider.sign(claims, 'RS256'),
    'signed by another': await stranger.sign({ ...claims, iss: provider.issuer }),
    'no token': 'nonsense',
  };
  for (const [why, token] of Object.entries(refused)) assert.equal(await logOut(token), 400, why);
  assert.equal(await isSignedIn(), true);
});

test('the way back from Master Account says that it is done', async (t) => {
  const { app } = await serviceWorld(t);
  assert.match(await (await app.request('/signed-out')).text(), /You are signed out/);
});
