import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkPassword } from './check-password.ts';
import { openPasswordLists } from './index.ts';

const passwordLists = openPasswordLists();
const personal = {
  names: ['Ada', 'Lovelace'],
  email: 'ada.king@analytical.example',
  brand: 'Lumen',
  services: ['Managed Hosting', 'SavvisStation'],
};
const faultsOf = (password: string) => checkPassword({ passwordLists }, { password, personal });

test('a few words that have nothing to do with each other are a good password', () => {
  for (const password of [
    'correct horse battery staple',
    'kettle-orbit-tangerine-7',
    'x7#Kp2!vQz9$mLw',
    'mary had a little lamb',
    'ein langes Kennwort',
    '密码很长而且谁也猜不到它是什么呢',
    'tiny purple otter sings',
    '🐙🦑🪼🐚🦀🐳🐬🦭🐟🐠🐡🦈🐊🐸🐢',
  ]) {
    assert.deepEqual(faultsOf(password), [], password);
  }
});

test('length is counted in code points of the NFKC form: 15 to 256', () => {
  assert.deepEqual(faultsOf('kx7#Kp2!vQz9$m'), ['too-short']);
  assert.deepEqual(faultsOf('🐙🦑🪼🐚🦀🐳🐬'), ['too-short'], 'fourteen UTF-16 units are seven characters');
  assert.deepEqual(faultsOf('ﬃx7#Kp2!vQz9$'), [], 'a ligature is three letters');
  assert.deepEqual(faultsOf(longUnguessable(256)), []);
  assert.deepEqual(faultsOf(longUnguessable(257)), ['too-long']);
});

test('a megabyte is refused by its length alone, at once', () => {
  const started = performance.now();
  assert.deepEqual(faultsOf('é'.repeat(1_000_000)), ['too-long']);
  assert.ok(performance.now() - started < 20);
});

test('a password known from a breach is refused, in whatever case', () => {
  for (const password of [
    'passwordpassword',
    'PasswordPassword',
    'correcthorsebatterystaple',
    'rumpelshtirchen',
  ]) {
    assert.deepEqual(faultsOf(password), ['breached'], password);
  }
});

test('common passwords stretched to length are refused', () => {
  for (const password of [
    'Password123456!!',
    'summer2024summer2024',
    'P@ssw0rd!P@ssw0rd!',
    'Welcome2024!!!!!',
    'letmeinletmeinplease',
    'zyxwvutsrqponmlkji',
    'qazwsxedcrfv1qaz2wsx',
    'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab',
    '24.12.1990-24.12.1990',
    'monkeymonkey2019',
    'x7#kqx7#kqx7#kqx7#kq',
  ]) {
    assert.deepEqual(faultsOf(password), ['common'], password);
  }
});

test('a password made of what is known of the person or the place says which', () => {
  assert.deepEqual(faultsOf('Ada Lovelace 1815'), ['contains-own-name']);
  assert.deepEqual(faultsOf('ad4-l0vel4ce-2026'), ['contains-own-name']);
  assert.deepEqual(faultsOf('ada.king@analytical.example'), ['contains-address']);
  assert.deepEqual(faultsOf('LumenMasterAccount1'), ['contains-brand']);
  assert.deepEqual(faultsOf('managedhosting2026!'), ['contains-service']);
  assert.deepEqual(faultsOf('Lovelace@SavvisStation'), ['contains-own-name', 'contains-service']);
});

test('a name that is a common word too is first of all a name', () => {
  assert.deepEqual(faultsOf('lovelacelovelace'), ['contains-own-name', 'common']);
  assert.deepEqual(faultsOf('hostinghostinghosting'), ['contains-service', 'common']);
});

test('a password that was not entered is not called short', () => {
  assert.deepEqual(faultsOf(''), ['missing']);
});

test('a name among words that nobody expects is no fault', () => {
  for (const password of ['ada kettle tuesday fog', 'canada geese tango quartz', 'lumen octopus gravel 71']) {
    assert.deepEqual(faultsOf(password), [], password);
  }
});

// A search that grows with every way to read a password as words would not come to an end here.
test('the longest password is judged, however many words can be read into it', () => {
  for (const password of [longUnguessable(256), '4o3s1t0@5e7i'.repeat(21)]) {
    assert.deepEqual(faultsOf(password), []);
  }
  for (const password of ['password'.repeat(32), 'ab'.repeat(128)]) {
    assert.notDeepEqual(faultsOf(password), [], password.slice(0, 20));
  }
});

test("an operator's own list is heeded, and a missing one is told at once", () => {
  const file = join(mkdtempSync(join(tmpdir(), 'master-account-test-')), 'list.txt');
  writeFileSync(file, 'short\r\nOur Old Office Door Phrase\r\n');
  const lists = openPasswordLists([file]);
  const password = 'our old office door phrase';
  assert.deepEqual(faultsOf(password), []);
  assert.deepEqual(checkPassword({ passwordLists: lists }, { password, personal }), ['breached']);
  assert.throws(() => openPasswordLists(['/nowhere/list.txt']), /nowhere/);
});

/** Characters in no order that repeats or leads anywhere. */
function longUnguessable(length: number): string {
  let state = 42;
  return Array.from({ length }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return String.fromCharCode(33 + ((state >> 16) % 94));
  }).join('');
}
