import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { aWorld } from '../support/world.ts';
import {
  ada,
  comeInFor,
  enterToken,
  fillInRegistration,
  giveEmail,
  givePassword,
  proveServiceAccount,
} from './people.ts';

/** A service of two hosts: people come back to one of them, and are sent on to the other. */
async function serviceOfTwoHosts(t: TestContext): Promise<{ callback: string; home: string }> {
  const server = createServer((request, response) => {
    if (request.url === '/home') return response.end('<body><h1>Home</h1></body>');
    return response.writeHead(302, { location: home }).end();
  }).listen(0);
  t.after(() => server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  const home = `http://localhost:${port}/home`;
  return { callback: `http://127.0.0.1:${port}/callback`, home };
}

test('the last form of sign-in leads back to a service that sends the browser on to another host', async (t) => {
  const { callback, home } = await serviceOfTwoHosts(t);
  const place = await aWorld(t, (configuration) => ({
    ...configuration,
    services: configuration.services.map((service) => ({
      ...service,
      client: { ...service.client, redirectUris: [callback] },
    })),
  }));
  const request = new URLSearchParams({
    client_id: 'managed-hosting',
    redirect_uri: callback,
    response_type: 'code',
    scope: 'openid',
    code_challenge: 'b'.repeat(43),
    code_challenge_method: 'S256',
  });
  const browser = place.browser();
  await browser.visit(`${place.issuer}/oidc/authorize?${request}`);
  await giveEmail(browser, ada);
  await fillInRegistration(browser, ada);
  await enterToken(browser, place, ada);
  await browser.follow('Sign in and go on to Managed Hosting');
  await givePassword(browser, ada);
  // The browser of these tests fails where a form is led elsewhere than its page's `form-action` allows.
  assert.match(browser.header('content-security-policy') ?? '', /form-action 'self'(;|$)/);
  await proveServiceAccount(browser, 'alice');
  assert.equal(browser.url.href, home);
});

test('nothing of an attempt stays in the browser once it has led back', async (t) => {
  const place = await aWorld(t);
  const browser = place.browser();
  const attempt = () => [...(browser.trail.join(' ').match(/\/sign-in\/[\w-]{30,}/) ?? [])][0];
  await comeInFor(browser, place, ada, { serviceId: 'managed-hosting', username: 'alice' });
  const hub = new URL(attempt() ?? assert.fail('The way back led over the hub.'), place.issuer);
  assert.doesNotMatch(browser.cookies.headerFor(hub), /ma_attempt|ma_interaction/);
});
