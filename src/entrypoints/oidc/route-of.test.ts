import assert from 'node:assert/strict';
import { test } from 'node:test';
import { routeOf } from './index.ts';
import { AUTHORIZE_PATH, JWKS_PATH } from './provider/middleware.ts';

test('addresses of OpenID Connect go by a few patterns, whatever strangers ask for', () => {
  assert.equal(routeOf(AUTHORIZE_PATH), AUTHORIZE_PATH);
  assert.equal(routeOf(JWKS_PATH), JWKS_PATH);
  assert.equal(routeOf(`${AUTHORIZE_PATH}/Xq2-canary`), '/oidc/authorize/:uid');
  assert.equal(routeOf('/.well-known/openid-configuration'), '/.well-known/openid-configuration');
  for (const other of [
    '/oidc/canary',
    '/oidc/authorize/a/b',
    '/oidc/authorize/',
    '/oidc/',
    '/oidc/__proto__',
  ]) {
    assert.equal(routeOf(other), 'unmatched', other);
  }
});
