import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parse } from 'yaml';
import { checkConfiguration } from '../src/config.ts';
import { demoConfiguration } from './demo-configuration.ts';
import { lumenServices } from './lumen.ts';
import { temporaryDirectory } from './test-support/service-world.ts';

const ports = { demo: 4000, mailbox: 8025, smtp: 1025, bounces: 1026 };

test('the configuration of the demo has no fault, and is the same at the next start', (t) => {
  const dataDirectory = temporaryDirectory(t);
  const build = () =>
    demoConfiguration({ issuer: 'http://localhost:3000', port: 3000, ports, dataDirectory });
  const checked = checkConfiguration(build());
  assert.deepEqual(checked.ok ? [] : checked.error, []);
  assert.deepEqual(build(), build());
});

test('no two services share a secret, and no two machines either', (t) => {
  const secrets = [temporaryDirectory(t), temporaryDirectory(t)].flatMap((dataDirectory) =>
    demoConfiguration({ issuer: 'http://localhost:3000', port: 3000, ports, dataDirectory }).services.flatMap(
      ({ client, verifier, signals }) => [client.clientSecret, verifier.secret, signals?.secret],
    ),
  );
  assert.equal(new Set(secrets).size, 2 * 4 * 3);
});

test('the production example describes the same four services and has no fault', () => {
  const text = readFileSync(new URL('../examples/lumen.yaml', import.meta.url), 'utf8');
  const checked = checkConfiguration(parse(text.replaceAll(/\$\{(\w+)\}/g, (_, name) => secretNamed(name))));
  assert.deepEqual(checked.ok ? [] : checked.error, []);
  const described = checked.ok ? checked.value.services : [];
  assert.deepEqual(
    described.map(({ id, name, product, color }) => ({ id, name, product, color })),
    lumenServices.map(({ id, name, product, color }) => ({ id, name, product, color })),
  );
});

/** What the environment would hold. */
const secretNamed = (name: string): string => {
  const bytes = Buffer.from(name.padEnd(32, '.')).toString('base64');
  return /_(VERIFIER|SIGNAL)_SECRET$/.test(name) ? `whsec_${bytes}` : bytes;
};
