import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { equalSecrets, loadSealingKey, openSealing } from './index.ts';

const key = randomBytes(32);

test('what was sealed opens to the same text, and shows none of it at rest', () => {
  const sealing = openSealing([key]);
  const sealed = sealing.seal('4711 – größer', 'pin:ada');
  assert.equal(sealing.open(sealed, 'pin:ada'), '4711 – größer');
  assert.ok(!sealed.includes('4711'));
  assert.notEqual(sealing.seal('4711 – größer', 'pin:ada'), sealed);
});

test('a sealed text opens in its own context only, so that a row copied to another account opens nothing', () => {
  const sealing = openSealing([key]);
  const sealed = sealing.seal('4711', 'pin:ada');
  assert.throws(() => sealing.open(sealed, 'pin:bob'));
});

test('a sealed text that was changed does not open', () => {
  const sealing = openSealing([key]);
  const [id, iv, body = ''] = sealing.seal('4711', 'pin:ada').split('.');
  const bytes = Buffer.from(body, 'base64url');
  bytes[0] = (bytes[0] ?? 0) ^ 1;
  assert.throws(() => sealing.open(`${id}.${iv}.${bytes.toString('base64url')}`, 'pin:ada'));
  assert.throws(() => sealing.open(`${id}.${iv}.${bytes.subarray(0, 4).toString('base64url')}`, 'pin:ada'));
});

test('after the key was replaced, what the old one sealed still opens, and digests stay the same', () => {
  const before = openSealing([key]);
  const sealed = before.seal('4711', 'pin:ada');
  const after = openSealing([randomBytes(32), key]);
  assert.equal(after.open(sealed, 'pin:ada'), '4711');
  assert.equal(after.digest('K7QM2XWD', 'token'), before.digest('K7QM2XWD', 'token'));
  assert.throws(() => before.open(after.seal('4711', 'pin:ada'), 'pin:ada'), /not configured/);
});

test('digests differ by purpose and by key', () => {
  const sealing = openSealing([key]);
  assert.notEqual(sealing.digest('a', 'token'), sealing.digest('a', 'browser'));
  assert.notEqual(sealing.digest('a', 'token'), openSealing([randomBytes(32)]).digest('a', 'token'));
});

test('secrets of any length are compared', () => {
  assert.ok(equalSecrets('abc', 'abc'));
  assert.ok(!equalSecrets('abc', 'abd'));
  assert.ok(!equalSecrets('abc', 'abcd'));
  assert.ok(!equalSecrets('', 'a'));
});

test('the key is made once, readable by its owner only, and read again at the next start', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'sealing-')), 'keys', 'sealing.key');
  const made = loadSealingKey(file);
  assert.equal(made.length, 32);
  assert.deepEqual(loadSealingKey(file), made);
  assert.equal(statSync(file).mode & 0o777, 0o600);
});

test('a key file that holds something else is refused, and not replaced', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'sealing-')), 'sealing.key');
  writeFileSync(file, 'my key\n');
  assert.throws(() => loadSealingKey(file), /32 bytes/);
});
