import assert from 'node:assert/strict';
import { test } from 'node:test';
import { days } from '../../kernel/index.ts';
import { expirationInstant } from './index.ts';

const now = Date.UTC(2026, 4, 4, 9);

test('each choice gives its instant', () => {
  const expected = {
    never: undefined,
    '30-days': now + days(30),
    '60-days': now + days(60),
    '90-days': now + days(90),
    '180-days': now + days(180),
    '1-year': now + days(365),
  };
  for (const [choice, value] of Object.entries(expected)) {
    assert.deepEqual(expirationInstant(choice, now), { ok: true, value });
  }
});

test('a date lasts to its end', () => {
  assert.deepEqual(expirationInstant('2026-05-05', now), { ok: true, value: Date.UTC(2026, 4, 6) - 1 });
});

test('a date that is none, over, or too far away is refused', () => {
  for (const date of [
    '',
    'tomorrow',
    '2027-02-31',
    '31.03.2027',
    '2027-3-1',
    '7-days',
    'constructor',
    '99999-01-01',
  ]) {
    assert.deepEqual(expirationInstant(date, now), { ok: false, error: 'date-form' }, date);
  }
  assert.deepEqual(expirationInstant('2026-05-04', now), { ok: false, error: 'date-past' });
  assert.deepEqual(expirationInstant('2020-01-01', now), { ok: false, error: 'date-past' });
  assert.deepEqual(expirationInstant('2040-01-01', now), { ok: false, error: 'date-too-far' });
});
