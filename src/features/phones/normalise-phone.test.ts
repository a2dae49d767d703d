import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalisePhone } from './normalise-phone.ts';

test('a number with plus sign and country calling code is kept as E.164', () => {
  for (const typed of [
    '+1-555-555-5555',
    '+1 (555) 555 5555',
    '＋1 555 555 5555',
    '+1‑555‑555‑5555',
    ' +15555555555 ',
    '+ 1 555 555 5555',
  ]) {
    assert.deepEqual(normalisePhone(typed), { ok: true, value: '+15555555555' }, typed);
  }
  assert.deepEqual(normalisePhone('+44 20 7946 0018'), { ok: true, value: '+442079460018' });
});

test('a number without plus sign or country is told that it needs them', () => {
  for (const typed of [
    '',
    '555-555-5555',
    '0015555555555',
    '+',
    '+ (',
    '+999 1234567',
    '+0 123 4567',
    'my phone',
  ]) {
    assert.deepEqual(normalisePhone(typed), { ok: false, error: 'phone-form' }, typed);
  }
});

test('a number of a country that is too short or too long, or has letters, is told that', () => {
  for (const typed of [
    '+1',
    '+1-555-555',
    '+1 555 555 55555',
    '+1-555-555-5555 ext. 3',
    '+1-800-FLOWERS',
    '+1;ext=5',
    `+1${'5'.repeat(60)}`,
    `+1${'5'.repeat(1_000_000)}`,
  ]) {
    assert.deepEqual(normalisePhone(typed), { ok: false, error: 'phone-impossible' }, typed.slice(0, 40));
  }
});
