// OpenID Connect: where the browser is sent (THREATS 25, 32, 36).
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { onDatabase } from '../support/databases.ts';
import { oidcTables, oidcWorld } from '../support/oidc-world.ts';

onDatabase(
  'sqlite',
  'a redirect URI that is off by anything is refused with a page, and leads nowhere',
  async ({ db }, t) => {
    const world = await oidcWorld(db, t);
    const { redirectUri, send } = await world.service('hosting');
    const { host } = new URL(redirectUri);
    const near = [
      `${redirectUri}/`,
      `${redirectUri}/more`,
      `${redirectUri}?x=1`,
      `${redirectUri}#fragment`,
      redirectUri.slice(0, -1),
      redirectUri.replace('callback', 'Callback'),
      redirectUri.replace('callback', '../cloud/callback'),
      redirectUri.replace('callback', '%63allback'),
      redirectUri.replace('http:', 'https:'),
      redirectUri.replace(host, `user@${host}`),
      redirectUri.replace(host, `${host}.evil.example`),
      redirectUri.replace('localhost', 'LOCALHOST'),
      redirectUri.replace('localhost', '127.0.0.1'),
      redirectUri.replace(/:\d+/, ':1'),
      redirectUri.replace('/hosting/', '/cloud/'),
      'javascript:alert(1)',
      'data:text/html,x',
      '//evil.example',
      '/\\evil.example',
      ` ${redirectUri}`,
      `${redirectUri}\r\nx: y`,
    ];
    for (const address of near) {
      const browser = world.browser();
      await send(browser, { redirect_uri: address });
      assert.equal(browser.heading, 'Problem: refused', address);
      assert.equal(browser.trail.length, 1, address);
    }
  },
  oidcTables,
);

onDatabase(
  'sqlite',
  'a request without a redirect URI, client or response type is refused with a page',
  async ({ db }, t) => {
    const world = await oidcWorld(db, t);
    const { send } = await world.service('hosting');
    for (const params of [{ redirect_uri: '' }, { client_id: 'nobody' }, { client_id: '' }]) {
      const browser = world.browser();
      await send(browser, params);
      assert.equal(browser.heading, 'Problem: refused', JSON.stringify(params));
    }
    for (const response_type of ['token', 'id_token', 'code id_token', 'none']) {
      const browser = world.browser();
      await send(browser, { response_type, nonce: 'n' });
      assert.match(
        browser.trail.at(-1) ?? '',
        /error=(unsupported_response_type|invalid_request)/,
        response_type,
      );
    }
  },
  oidcTables,
);

onDatabase(
  'sqlite',
  'a forged Host or forwarded header changes no address that we give out',
  async ({ db }, t) => {
    const world = await oidcWorld(db, t);
    const { send } = await world.service('hosting');
    const { port } = new URL(world.issuer);
    const ask = (path: string) =>
      new Promise<string>((resolve, reject) => {
        const headers = {
          host: 'evil.example',
          'x-forwarded-host': 'evil.example',
          'x-forwarded-proto': 'https',
          forwarded: 'host=evil.example;proto=https',
        };
        request({ host: '127.0.0.1', port, path, headers }, async (response) => {
          const chunks = [JSON.stringify(response.headers)];
          for await (const chunk of response) chunks.push(String(chunk));
          resolve(chunks.join('\n'));
        })
          .once('error', reject)
          .end();
      });
    const browser = world.browser();
    await send(browser);
    const authorize = new URL(browser.trail[0] ?? '');
    for (const path of [
      '/.well-known/openid-configuration',
      'http://evil.example/.well-known/openid-configuration',
      `${authorize.pathname}${authorize.search}`,
      `//evil.example${authorize.pathname}`,
    ]) {
      assert.doesNotMatch(await ask(path), /evil/, path);
    }
  },
  oidcTables,
);
