import assert from 'node:assert/strict';
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { test } from 'node:test';
import { asIssuer } from './as-issuer.ts';

const issuer = new URL('https://account.example.com');

const asked = (url: string, headers = {}): IncomingMessage =>
  asIssuer(Object.assign(new IncomingMessage(new Socket()), { url, headers }), issuer);

test('host and scheme are the issuer’s, whatever the request says', () => {
  const { headers } = asked('/oidc/token', { host: 'evil.example', 'x-forwarded-host': 'evil.example' });
  assert.equal(headers.host, 'account.example.com');
  assert.equal(headers['x-forwarded-host'], 'account.example.com');
  assert.equal(headers['x-forwarded-proto'], 'https');
});

test('an address in the request line names no other host, and a broken one does no harm', () => {
  assert.equal(asked('/oidc/token?x=//y').url, '/oidc/token?x=//y');
  assert.equal(asked('http://evil.example/oidc/token?x=1').url, '/oidc/token?x=1');
  assert.equal(asked('//evil.example/oidc/token').url, '/oidc/token');
  for (const broken of ['//', '///', 'http://', '//[', '//a:b']) assert.equal(asked(broken).url, '/');
  assert.equal(asked('*').url, '/*');
});
