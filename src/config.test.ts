import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  type ConfigurationFault,
  checkConfiguration,
  configurationJsonSchema,
  readConfiguration,
  readEnvironment,
} from './config.ts';
import { hours } from './kernel/index.ts';

const service = (id: string) => ({
  id,
  name: 'Managed Hosting',
  color: { light: '#0f766e', dark: '#2dd4bf' },
  url: 'https://hosting.example.com/',
  forgottenPasswordUrl: 'https://hosting.example.com/forgotten',
  support: { name: 'Support', email: 'support@example.com' },
  verifier: { type: 'http', url: 'https://hosting.example.com/verify', secret: `whsec_${'A'.repeat(32)}` },
  client: {
    clientId: id,
    clientSecret: 'x'.repeat(32),
    redirectUris: ['https://hosting.example.com/callback'],
  },
});

const minimal = () => ({
  issuer: 'https://account.example.com/',
  brand: { name: 'Lumen' },
  mail: { from: 'noreply@example.com', smtp: { host: 'smtp.example.com' } },
  support: {
    customerCare: { name: 'Customer Care', email: 'help@example.com' },
    clientResponseCenter: { name: 'Client Response Center', email: 'response@example.com' },
  },
  services: [service('managed-hosting')],
});

const faultsOf = (input: unknown): ConfigurationFault[] => {
  const checked = checkConfiguration(input);
  return checked.ok ? [] : checked.error;
};

test('a small configuration is filled up with the defaults of the product', () => {
  const checked = checkConfiguration(minimal());
  assert.ok(checked.ok);
  assert.equal(checked.value.issuer, 'https://account.example.com');
  assert.deepEqual(checked.value.session, { lifetime: hours(12), idle: hours(1) });
  assert.deepEqual(checked.value.hashing, { memoryKiB: 19_456, passes: 2 });
  assert.equal(checked.value.accountDiscovery, 'open');
});

test('all faults are told at once, each with its path', () => {
  const input = {
    ...minimal(),
    issuer: 'http://account.example.com',
    colour: 'red',
    session: { lifetime: 'long' },
    mail: { from: 'nobody', smtp: {} },
    services: [{ ...service('managed-hosting'), verifier: { type: 'http', url: 'ftp://x', secret: 'y' } }],
  };
  const paths = faultsOf(input).map(({ path }) => path);
  for (const path of [
    'issuer',
    'colour',
    'session.lifetime',
    'mail.from',
    'mail.smtp.host',
    'services[0].verifier.url',
    'services[0].verifier.secret',
  ]) {
    assert.ok(paths.includes(path), `${path} is among ${paths.join(', ')}`);
  }
});

test('settings that do not go together are faults too', () => {
  const faults = faultsOf({
    ...minimal(),
    session: { lifetime: '1h', idle: '2h' },
    trustedProxies: ['everyone'],
    brand: { name: 'Lumen', colors: { accent: '#ffffcc' } },
  });
  assert.deepEqual(faults.map(({ path }) => path).sort(), [
    'brand.colors.accent',
    'brand.colors.accentText',
    'session.idle',
    'trustedProxies[0]',
  ]);
});

test('no service and no client stands in the list twice', () => {
  const faults = faultsOf({ ...minimal(), services: [service('a'), service('a')] });
  assert.deepEqual(
    faults.map(({ path }) => path),
    ['services[1].id', 'services[1].client.clientId'],
  );
});

test('what stands in the list twice is told beside every other fault of the services', () => {
  const broken = { ...service('a'), url: 'nowhere', client: { ...service('a').client, redirectUris: 7 } };
  const faults = faultsOf({ ...minimal(), issuer: 'nowhere', services: [service('a'), broken, null, 'a'] });
  assert.deepEqual(faults.map(({ path }) => path).sort(), [
    'issuer',
    'services[1].client.clientId',
    'services[1].client.redirectUris',
    'services[1].id',
    'services[1].url',
    'services[2]',
    'services[3]',
  ]);
});

test('a file may take its secrets from the environment, and says which are missing along with every other fault', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'configuration-')), 'master-account.yaml');
  writeFileSync(
    file,
    JSON.stringify({ ...minimal(), issuer: ['$', '{CONFIG_TEST_ISSUER}'].join(''), colour: 'red' }),
  );
  const missing = readConfiguration(file);
  assert.deepEqual(missing, {
    ok: false,
    error: [
      { path: 'issuer', message: 'needs the environment variable CONFIG_TEST_ISSUER, which is not set' },
      { path: 'colour', message: 'is no setting' },
    ],
  });
});

test('paths in the file count from its folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'configuration-'));
  writeFileSync(join(folder, 'master-account.yaml'), JSON.stringify(minimal()));
  const read = readConfiguration(join(folder, 'master-account.yaml'));
  assert.ok(read.ok);
  assert.equal(read.value.dataDirectory, join(folder, 'data'));
});

test('a file that is not there, or is no YAML, is said plainly', () => {
  const missing = readConfiguration('/nowhere/master-account.yaml');
  assert.ok(!missing.ok);
  assert.match(missing.error[0]?.message ?? '', /cannot be read/);
  const file = join(mkdtempSync(join(tmpdir(), 'configuration-')), 'master-account.yaml');
  writeFileSync(file, 'a: [1');
  assert.ok(!readConfiguration(file).ok);
});

test('faults between settings are told along with the faults of single ones', () => {
  const services = [{ ...service('a'), id: 'manage-my-account' }];
  const input = { ...minimal(), issuer: 'nowhere', session: { lifetime: '1h', idle: '2h' }, services };
  const paths = faultsOf({ ...input, trustedProxies: ['localhost'] }).map(({ path }) => path);
  assert.deepEqual(paths.sort(), ['issuer', 'services[0].id', 'session.idle', 'trustedProxies[0]']);
});

test('editors accept a variable where a secret of a certain form is expected', () => {
  const schema = JSON.stringify(configurationJsonSchema());
  assert.match(schema, /"sealingKeys":.*?"anyOf":\[\{"type":"string","pattern":"\^\[A-Za-z0-9/);
});

test('files that the configuration names must be there', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'configuration-')), 'master-account.yaml');
  const brand = { name: 'Lumen', mark: 'lumen.svg' };
  writeFileSync(file, JSON.stringify({ ...minimal(), brand, passwordLists: ['words.txt'] }));
  const read = readConfiguration(file);
  assert.ok(!read.ok);
  assert.deepEqual(
    read.error.map(({ path }) => path),
    ['brand.mark', 'passwordLists[0]'],
  );
});

test('a folder for data that cannot be used is a fault, unless nothing needs one', () => {
  const folder = mkdtempSync(join(tmpdir(), 'configuration-'));
  const [file, data] = [join(folder, 'master-account.yaml'), join(folder, 'data')];
  writeFileSync(data, '');
  const faults = (more: object) => {
    writeFileSync(file, JSON.stringify({ ...minimal(), ...more }));
    const read = readConfiguration(file);
    return read.ok ? [] : read.error;
  };
  assert.deepEqual(faults({}), [
    { path: 'dataDirectory', message: `names ${data}, which is a file: name a folder` },
  ]);
  const shared = { database: { url: 'postgres://db.example.com/accounts' } };
  assert.equal(faults(shared)[0]?.path, 'dataDirectory', 'its keys would be made there');
  assert.deepEqual(faults({ ...shared, sealingKeys: [Buffer.alloc(32).toString('base64')] }), []);
});

test('the issuer is an origin and nothing else', () => {
  for (const rest of ['/login', '/?a=b', '/#a']) {
    assert.equal(
      faultsOf({ ...minimal(), issuer: `https://account.example.com${rest}` })[0]?.path,
      'issuer',
      rest,
    );
  }
  assert.equal(
    faultsOf({ ...minimal(), issuer: 'https://ada:secret@account.example.com' })[0]?.path,
    'issuer',
  );
  const checked = checkConfiguration({ ...minimal(), issuer: 'https://Account.Example.com:443/' });
  assert.equal(checked.ok && checked.value.issuer, 'https://account.example.com');
});

test('a relay is given a user with a password, or neither', () => {
  const smtp = { host: 'smtp.example.com', user: 'ada' };
  assert.deepEqual(faultsOf({ ...minimal(), mail: { from: 'noreply@example.com', smtp } }), [
    { path: 'mail.smtp', message: 'needs both user and password, or neither' },
  ]);
});

test('the environment has defaults, and a port that is none is a fault with its name', () => {
  const read = readEnvironment({});
  assert.ok(read.ok);
  assert.deepEqual(
    [read.value.port, read.value.demoPort, read.value.mailboxPort, read.value.smtpPort],
    [3000, 4000, 8025, 1025],
  );
  const wrong = readEnvironment({ PORT: 'eighty' });
  assert.ok(!wrong.ok);
  assert.deepEqual(wrong.error, [{ path: 'PORT', message: 'is not a port: 1 to 65535' }]);
  const noDatabase = readEnvironment({ DATABASE_URL: 'nonsense' });
  assert.ok(!noDatabase.ok);
  assert.equal(noDatabase.error[0]?.path, 'DATABASE_URL');
});

test('the JSON Schema for editors describes the file as it is written', () => {
  const schema = JSON.stringify(configurationJsonSchema());
  for (const name of ['issuer', 'accountDiscovery', 'verifier', 'idTokenSignedResponseAlg']) {
    assert.ok(schema.includes(`"${name}"`), name);
  }
});

test('the JSON Schema that editors are given is the one of this version', () => {
  const file = readFileSync(new URL('../docs/configuration.schema.json', import.meta.url), 'utf8');
  const now = JSON.parse(JSON.stringify(configurationJsonSchema()));
  assert.deepEqual(
    JSON.parse(file),
    now,
    'run: node src/main.ts config-schema > docs/configuration.schema.json',
  );
});

test('an orderly end takes 15 s unless told otherwise, and draining leaves time for the rest of it', () => {
  const stopping = (given: object) => {
    const checked = checkConfiguration({ ...minimal(), stopping: given });
    return checked.ok ? checked.value.stopping : checked.error.map(({ path }) => path);
  };
  assert.deepEqual(stopping({}), { within: 15_000 });
  assert.deepEqual(stopping({ drain: '10s', within: '20s' }), { drain: 10_000, within: 20_000 });
  assert.deepEqual(stopping({ drain: '13s' }), ['stopping.within']);
  assert.deepEqual(stopping({ within: '2s' }), ['stopping.within']);
});
