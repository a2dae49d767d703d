// THREATS 25, 36: hosts, paths, methods and return addresses that no browser of ours would send.
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import { cookiesFor } from '../../src/platform/http/index.ts';
import { ada, giveEmail } from '../journeys/people.ts';
import { eachDatabase, onDatabase } from '../support/databases.ts';
import { forge } from '../support/forged-forms.ts';
import { anAccount, aSignInWorld, type SignInWorld } from '../support/sign-in-world.ts';

/** One request, byte for byte. @returns the whole answer, empty where the connection was closed without one */
function bytes(world: SignInWorld, text: string): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const socket = connect(Number(new URL(world.issuer).port), '127.0.0.1', () => socket.write(text));
  let answer = '';
  socket.setEncoding('utf8');
  socket.on('data', (chunk) => {
    answer += chunk;
  });
  socket.once('close', () => resolve(answer));
  socket.once('error', () => resolve(answer));
  return promise;
}

const get = (world: SignInWorld, target: string, host = 'localhost', method = 'GET') =>
  bytes(world, `${method} ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);

const oddTargets = [
  '//',
  '///',
  '//evil.example/',
  '//evil.example/sign-in/x',
  '/sign-in//evil.example',
  '/sign-in/..%2f..%2fhelp',
  '/sign-in/%0d%0aSet-Cookie:%20evil=1',
  '/sign-in/x;domain=evil.example',
  '/sign-in/a%3b%20path=/',
  '/sign-in/%E2%82%AC',
  '/sign-in/%ff',
  '/sign-in/%',
  '/sign-in/x/%2e%2e/%2e%2e/email',
  `/sign-in/${'x'.repeat(5000)}`,
  '/sign-in/__proto__/constructor',
  '/oidc/%2e%2e/sign-in/x',
  '/oidc//authorize',
  '/\\evil.example',
  'http://[',
  'http://evil.example/oidc/authorize',
  'https://evil.example/sign-in/x/email',
  '*',
  '/?%00',
];

onDatabase(
  'sqlite',
  'no address, however odd, is a fault, stops the program or puts anything into a header',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    for (const target of oddTargets) {
      const [head = ''] = (await get(world, target)).split('\r\n\r\n');
      assert.match(head, /^HTTP\/1\.1 [234]\d\d /, target);
      assert.doesNotMatch(head, /evil/i, target);
    }
    for (const host of [
      'evil.example',
      'evil.example:99999',
      'a b',
      'x@evil.example',
      '',
      '"><script>evil',
      '[::1',
    ]) {
      for (const target of ['/', '/sign-in/x', '/nothing', world.requestPath()]) {
        const answer = await get(world, target, host);
        assert.match(answer, /^HTTP\/1\.1 [234]\d\d /, `${host} ${target}`);
        assert.doesNotMatch(answer, /evil/i, `${host} ${target}`);
      }
    }
    assert.doesNotMatch(world.log(), /A page failed/);
    assert.match(
      await bytes(world, 'GET /health/ready HTTP/1.0\r\n\r\n'),
      /^HTTP\/1\.1 200 /,
      'no host at all',
    );
  },
);

onDatabase('sqlite', 'a method that no form has is refused, and changes nothing', async (fresh, t) => {
  const world = await aSignInWorld(fresh, t);
  const browser = world.browser();
  await world.send(browser);
  for (const method of ['PUT', 'DELETE', 'PATCH', 'TRACE', 'PROPFIND']) {
    const answer = await get(world, browser.url.pathname, 'localhost', method);
    assert.match(answer, /^HTTP\/1\.1 405 /, method);
  }
  const override = { path: browser.url.pathname, fields: { email: ada.email }, method: 'GET' };
  await forge(world, browser, { ...override, headers: { 'x-http-method-override': 'POST' } });
  const attempts = await fresh.db.selectFrom('attempts').select('email').execute();
  assert.deepEqual(attempts, [{ email: null }]);
});

onDatabase(
  'sqlite',
  'a form that another site sends is answered with no link to that site',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    const browser = world.browser();
    await browser.visit(world.issuer);
    for (const path of ['//evil.example/', '//evil.example/%2f..', '/sign-in/x/email', '/sign-out/confirm']) {
      const request = [
        `POST ${path} HTTP/1.1`,
        'Host: localhost',
        'Origin: https://evil.example',
        'Content-Type: application/x-www-form-urlencoded',
        'Content-Length: 7',
        'Connection: close',
      ];
      const answer = await bytes(world, `${request.join('\r\n')}\r\n\r\nemail=x`);
      assert.match(answer, /^HTTP\/1\.1 403 /, path);
      assert.doesNotMatch(answer, /href="[^"]*\/\/|href="#"/, path);
      assert.doesNotMatch(answer, /set-cookie/i, 'a browser’s own id is not replaced');
    }
  },
);

onDatabase(
  'sqlite',
  'signing out leads back to registered addresses only, and only when asked on our own page',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    const browser = world.browser();
    for (const address of [
      'https://evil.example/',
      '//evil.example',
      '/\\evil.example',
      'javascript:alert(1)',
      `${world.callbackOf('managed-hosting').replace('callback', 'signed-out')}/../../evil`,
      `${world.callbackOf('managed-hosting').replace('callback', 'signed-out')}%0d%0aevil: 1`,
      world.callbackOf('managed-hosting').replace('localhost', 'localhost.evil.example'),
    ]) {
      const query = new URLSearchParams({ client_id: 'managed-hosting', post_logout_redirect_uri: address });
      await browser.visit(`${world.issuer}/sign-out?${query}&backTo=https://evil.example&state=%0d%0aevil`);
      assert.equal(browser.status, 200);
      assert.doesNotMatch(browser.html, /evil/, address);
    }
  },
);

onDatabase('sqlite', 'no parameter of ours leads elsewhere after a step', async (fresh, t) => {
  const world = await aSignInWorld(fresh, t);
  await anAccount(world);
  const browser = world.browser();
  await world.send(browser);
  const path = `${browser.url.pathname}?backTo=//evil.example&returnTo=https://evil.example&next=/\\evil.example`;
  const fields = {
    email: ada.email,
    backTo: '//evil.example',
    returnTo: 'https://evil.example',
    hub: '//evil',
  };
  const answer = await forge(world, browser, { path, fields });
  assert.equal(answer.location, browser.url.pathname.replace(/\/email$/, '/password'));
  await browser.visit(
    `${world.issuer}/register?attempt=${encodeURIComponent('//evil.example')}&email=x%40example.com`,
  );
  assert.doesNotMatch(browser.html, /evil/);
  await world.send(browser);
  await giveEmail(browser, { ...ada, email: 'new&attempt=x#//evil@example.com' });
  assert.equal(browser.url.origin, world.issuer);
});

eachDatabase('a NUL, wherever it is put, is no fault of any database', async (fresh, t) => {
  const world = await aSignInWorld(fresh, t);
  const browser = world.browser();
  await world.send(browser);
  const hints = { login_hint: '\0', state: '\0', nonce: '\0', acr_values: '\0', prompt: '\0' };
  for (const path of [
    '/sign-in/%00',
    '/register?attempt=%00&email=x@example.com',
    '/register/verify-email?token=%00',
    '/help?reference=%00',
    '/sign-out?client_id=%00&state=%00&id_token_hint=%00',
    '/oidc/authorize/%00',
    world.requestPath(hints),
  ]) {
    const answer = await forge(world, browser, { path, fields: {}, method: 'GET' });
    assert.ok(answer.status < 500, `${answer.status} ${path}`);
  }
  for (const fields of [{ email: 'a\0b' }, { email: ada.email, attempt: '\0' }]) {
    for (const path of [browser.url.pathname, '/register', '/help']) {
      assert.equal((await forge(world, browser, { path, fields })).status, 400);
    }
  }
});

test('cookies of https bear the prefix that keeps other hosts from planting them, and all are HttpOnly and Lax', () => {
  for (const issuer of ['https://account.example.com', 'http://localhost:3000']) {
    const secure = issuer.startsWith('https');
    const header = cookiesFor(issuer).headerOf('ma_browser', 'x', 1000);
    assert.match(header, secure ? /^__Host-ma_browser=x; / : /^ma_browser=x; /);
    assert.match(header, /; HttpOnly/);
    assert.match(header, /; SameSite=Lax/);
    assert.match(header, /; Path=\/(;|$)/);
    assert.equal(/; Secure/.test(header), secure);
    assert.doesNotMatch(header, /domain/i);
  }
});
