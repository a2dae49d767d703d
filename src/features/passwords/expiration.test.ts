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
    '1-year': Date.UTC(2027, 4, 4, 9),
  };
  for (const [choice, value] of Object.entries(expected)) {
    assert.deepEqual(expirationInstant(choice, now), { ok: true, value });
  }
});

test('a date lasts to its end', () => {
  assert.deepEqual(expirationInstant('2026-05-05', now), { ok: true, value: Date.UTC(2026, 4, 6) - 1 });
});

test('one year is the same day of the next year, whatever February has', () => {
  const until = (from: string) => {
    const instant = expirationInstant('1-year', Date.parse(from));
    return instant.ok && instant.value !== undefined && new Date(instant.value).toISOString();
  };
  assert.equal(until('2027-03-01T12:00:00Z'), '2028-03-01T12:00:00.000Z');
  assert.equal(until('2028-02-29T12:00:00Z'), '2029-02-28T12:00:00.000Z');
  assert.equal(until('2027-02-28T23:59:59Z'), '2028-02-28T23:59:59.000Z');
});

test('a date is taken until its day is over in UTC, so that tomorrow is tomorrow everywhere', () => {
  // Three in the afternoon of 24 November in Honolulu.
  const inHonolulu = Date.parse('2026-11-25T01:00:00Z');
  const endOfThe25th = Date.parse('2026-11-26T00:00:00Z') - 1;
  assert.deepEqual(expirationInstant('2026-11-25', inHonolulu), { ok: true, value: endOfThe25th });
  assert.deepEqual(expirationInstant('2026-11-24', inHonolulu), { ok: false, error: 'date-past' });
  assert.deepEqual(expirationInstant('2026-11-25', endOfThe25th), { ok: false, error: 'date-past' });
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
  assert.deepEqual(expirationInstant('2026-05-03', now), { ok: false, error: 'date-past' });
  assert.deepEqual(expirationInstant('2020-01-01', now), { ok: false, error: 'date-past' });
  assert.deepEqual(expirationInstant('2040-01-01', now), { ok: false, error: 'date-too-far' });
});
