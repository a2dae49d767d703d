import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { findService } from './find-service.ts';
import { serviceSchema, servicesSchema } from './service.ts';

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const managedHosting = {
  id: 'managed-hosting',
  name: 'Managed Hosting',
  color: { light: '#0f766e', dark: '#5eead4' },
  url: 'https://hosting.example.com/',
  forgottenPasswordUrl: 'https://hosting.example.com/forgotten',
  support: { name: 'Client Response Center', email: 'crc@example.com' },
  verifier: { type: 'http', url: 'https://hosting.example.com/verify', secret },
  client: {
    clientId: 'managed-hosting',
    clientSecret: 'a secret of more than thirty-two characters',
    redirectUris: ['https://hosting.example.com/callback'],
  },
};

/** What is said of a configuration, as `path: message`. */
function faultsOf(schema: z.ZodType, configuration: unknown): string[] {
  const issues = schema.safeParse(configuration).error?.issues ?? [];
  return issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
}

test('a service needs no more than what has no natural default', () => {
  const service = serviceSchema.parse(managedHosting);
  assert.equal(service.signOnUrl, service.url);
  assert.deepEqual(
    [service.secondFactorRequired, service.sharingAllowed, service.linkByDefault],
    [false, false, true],
  );
  assert.equal(service.client.tokenEndpointAuthMethod, 'client_secret_basic');
  assert.equal(service.client.idTokenSignedResponseAlg, 'ES256');
  assert.deepEqual(service.client.grantTypes, ['authorization_code', 'refresh_token']);
});

test('a misspelled field is a fault', () => {
  assert.match(faultsOf(serviceSchema, { ...managedHosting, sharingAlowed: true })[0] ?? '', /sharingAlowed/);
});

const wrong: [title: string, change: object, fault: string][] = [
  [
    'a verifier without https elsewhere than on this machine',
    { verifier: { ...managedHosting.verifier, url: 'http://10.0.0.7/verify' } },
    'verifier.url: must be https, unless its host is this machine or listed in client.internalHosts',
  ],
  [
    'a verifier at a private address that is not listed',
    { verifier: { ...managedHosting.verifier, url: 'https://10.0.0.7/verify' } },
    'verifier.url: is a private address: list its host in client.internalHosts',
  ],
  [
    'a sign-out address that is private in another spelling',
    { client: { ...managedHosting.client, backchannelLogoutUri: 'https://[::ffff:a00:7]/sign-out' } },
    'client.backchannelLogoutUri: is a private address: list its host in client.internalHosts',
  ],
  [
    'a verifier at a host whose name only begins like this machine',
    { verifier: { ...managedHosting.verifier, url: 'http://localhost.example.com/' } },
    'verifier.url: must be https, unless its host is this machine or listed in client.internalHosts',
  ],
  [
    'a verifier that is no web address',
    { verifier: { ...managedHosting.verifier, url: 'file:///etc/passwd' } },
    'verifier.url: is not an http(s) address',
  ],
  [
    'a verifier with a password in its address',
    { verifier: { ...managedHosting.verifier, url: 'https://a:b@hosting.example.com/' } },
    'verifier.url: must not carry a username or password',
  ],
  [
    'a signing secret that is too short',
    { signals: { secret: 'whsec_c2hvcnQ=' } },
    'signals.secret: is not a signing secret: whsec_ and 24 to 64 bytes in base64 (whsec_$(openssl rand -base64 32))',
  ],
  [
    'an id that is no lower-case word',
    { id: 'Managed Hosting' },
    'id: is not lower-case words with dashes, such as managed-hosting',
  ],
  [
    'a colour by its name',
    { color: { light: 'teal', dark: '#5eead4' } },
    'color.light: is not a colour such as #0f766e',
  ],
  [
    'a client without a secret that does not say so',
    { client: { ...managedHosting.client, clientSecret: undefined } },
    'client.clientSecret: is missing',
  ],
  [
    'a secret that many clients would send wrongly',
    { client: { ...managedHosting.client, clientSecret: 'q3+Jx/9Zb0mN4vT7yR2sW8kL5hG1fD6cA0pE3uI9oXY=' } },
    'client.clientSecret: has one of + % : that many clients send wrongly (make one with: openssl rand -hex 32)',
  ],
  [
    'a client id that many clients would send wrongly',
    { client: { ...managedHosting.client, clientId: 'hosting:1' } },
    'client.clientId: has one of + % : that many clients send wrongly',
  ],
  [
    'a secret that OAuth does not let through',
    { client: { ...managedHosting.client, clientSecret: 'ein Geheimnis mit größerer Länge als 32' } },
    'client.clientSecret: has characters beyond ASCII',
  ],
  [
    'a return address with a fragment',
    { client: { ...managedHosting.client, redirectUris: ['https://hosting.example.com/#callback'] } },
    'client.redirectUris.0: must not have a # in it',
  ],
];
for (const [title, change, fault] of wrong) {
  test(`${title} is refused in words`, () => {
    assert.deepEqual(faultsOf(serviceSchema, { ...managedHosting, ...change }), [fault]);
  });
}

test('a secret may hold whatever else where it is not sent in a header', () => {
  const client = {
    ...managedHosting.client,
    clientSecret: '100% + more than thirty-two characters',
    tokenEndpointAuthMethod: 'client_secret_post',
  };
  assert.deepEqual(faultsOf(serviceSchema, { ...managedHosting, client }), []);
});

test('a verifier without https is fine on this machine and on hosts listed as internal', () => {
  const at = (url: string, internalHosts: string[] = []) => ({
    ...managedHosting,
    verifier: { ...managedHosting.verifier, url },
    client: { ...managedHosting.client, internalHosts },
  });
  for (const url of ['http://localhost:4001/verify', 'http://127.0.0.1:4001/', 'http://[::1]:4001/']) {
    assert.deepEqual(faultsOf(serviceSchema, at(url)), []);
  }
  assert.deepEqual(faultsOf(serviceSchema, at('http://hosting.internal/', ['hosting.internal'])), []);
  assert.deepEqual(faultsOf(serviceSchema, at('https://10.0.0.7/verify', ['10.0.0.7'])), []);
});

test('no two services share an id or a client', () => {
  assert.deepEqual(faultsOf(servicesSchema, [managedHosting, managedHosting]), [
    '1.id: is used by another service',
    '1.client.clientId: is used by another service',
  ]);
});

test('a service has a JSON Schema for editors', () => {
  const schema = z.toJSONSchema(serviceSchema, { io: 'input' });
  assert.ok(schema.required?.includes('verifier'));
  assert.ok(!schema.required?.includes('signOnUrl'));
});

test('a service is found by its id', () => {
  const services = servicesSchema.parse([managedHosting]);
  assert.equal(findService({ services }, 'managed-hosting'), services[0]);
  assert.equal(findService({ services }, 'Managed-Hosting'), undefined);
});
