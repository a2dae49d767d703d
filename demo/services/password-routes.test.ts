import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { type TestContext, test } from 'node:test';
import { Hono } from 'hono';
import { Webhook } from 'standardwebhooks';
import { freePorts } from '../../test/support/ports.ts';
import { localAddress } from '../demo-ports.ts';
import { listen, portNeed } from '../listen.ts';
import { legacyPassword } from '../lumen.ts';
import { assertBalanced } from '../test-support/balanced.ts';
import { Browser } from '../test-support/browser.ts';
import { serviceWorld } from '../test-support/service-world.ts';
import { checkCredentials } from './check-credentials.ts';
import { insertSession } from './sessions.queries.ts';

/** A Master Account that only takes signals, and a browser in which alice is signed in. */
async function aliceSignedIn(t: TestContext, status: 204 | 401 = 204) {
  const port = await freePorts(1);
  const heard: { path: string; headers: Record<string, string>; body: string }[] = [];
  const masterAccount = new Hono();
  masterAccount.post('*', async (c) => {
    heard.push({ path: c.req.path, headers: c.req.header(), body: await c.req.text() });
    return c.body(null, status);
  });
  const server = await listen(masterAccount, portNeed(port, 'nothing', 'the test'));
  t.after(() => server.stop());
  const world = await serviceWorld(t, { issuer: localAddress(port) });
  const browser = new Browser();
  browser.cookies.set('managed-hosting-session', 'secret');
  insertSession(world.deps.database, {
    digest: createHash('sha256').update('secret').digest('base64url'),
    userId: 'mh-1001',
    access: 'linked',
    subject: 'account-ada',
    sid: 'session-1',
    idToken: 'unused',
    claims: '{}',
    startedAt: Date.now(),
    expiresAt: Date.now() + 60_000,
  });
  const outcomeOf = async (password: string) =>
    (await checkCredentials(world.deps.database, { username: 'alice', password })).outcome;
  return { ...world, browser, heard, outcomeOf };
}

const change = { password: legacyPassword, newPassword: 'a new password' };

test('changing the password here tells Master Account by a signed call, and shows the call', async (t) => {
  const { app, deps, browser, heard, outcomeOf } = await aliceSignedIn(t);
  const page = await (await browser.post(app, '/password', change)).text();
  assert.equal(await outcomeOf('a new password'), 'match');
  const [call] = heard;
  assert.ok(call);
  assert.equal(call.path, '/services/managed-hosting/signals');
  const signal = new Webhook(deps.secrets.signalSecret).verify(call.body, call.headers);
  assert.deepEqual(signal, { type: 'account.password-changed', account: { id: 'mh-1001' } });
  assertBalanced(page);
  assert.match(page, /has ended the link/);
  assert.match(page, /webhook-signature: v1,/);
});

test('a signal that Master Account does not take is said to be so', async (t) => {
  const { app, browser } = await aliceSignedIn(t, 401);
  assert.match(await (await browser.post(app, '/password', change)).text(), /did not take the message/);
});

test('what stands on the pages of somebody who is signed in is closed where it was opened', async (t) => {
  const { app, browser } = await aliceSignedIn(t);
  for (const path of ['/', '/password']) assertBalanced(await (await browser.get(app, path)).text());
});

test('neither a wrong nor a short password changes anything', async (t) => {
  const { app, browser, heard, outcomeOf } = await aliceSignedIn(t);
  for (const wrong of [{ password: 'wrong' }, { newPassword: 'short' }]) {
    assert.equal((await browser.post(app, '/password', { ...change, ...wrong })).status, 422);
  }
  assert.equal(await outcomeOf(legacyPassword), 'match');
  assert.deepEqual(heard, []);
});

test('nobody changes a password without being signed in', async (t) => {
  const { app, outcomeOf } = await aliceSignedIn(t);
  assert.equal((await new Browser().post(app, '/password', change)).headers.get('location'), '/');
  assert.equal(await outcomeOf(legacyPassword), 'match');
});

test('the page for a forgotten password names the users, and sets every password back', async (t) => {
  const { app, browser, outcomeOf } = await aliceSignedIn(t);
  await browser.post(app, '/password', change);
  const page = await (await browser.get(app, '/forgotten-password')).text();
  for (const username of ['alice', 'bob', 'carol', 'locked', 'expired', 'second-step']) {
    assert.match(page, new RegExp(username));
  }
  assert.equal((await browser.post(app, '/forgotten-password')).status, 303);
  assert.equal(await outcomeOf(legacyPassword), 'match');
});
