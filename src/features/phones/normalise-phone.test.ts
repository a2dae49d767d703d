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
  ]) {
    assert.deepEqual(normalisePhone(typed), { ok: true, value: '+15555555555' }, typed);
  }
  assert.deepEqual(normalisePhone('+44 20 7946 0018'), { ok: true, value: '+442079460018' });
});

test('a number without country, with letters, an extension or of no possible length is refused', () => {
  for (const typed of [
    '555-555-5555',
    '0015555555555',
    '+1',
    '+',
    '+999 1234567',
    '+1-555-555-5555 ext. 3',
    '+1-800-FLOWERS',
    '+1;ext=5',
    `+1${'5'.repeat(60)}`,
  ]) {
    assert.deepEqual(normalisePhone(typed), { ok: false, error: 'phone-form' }, typed);
  }
});
