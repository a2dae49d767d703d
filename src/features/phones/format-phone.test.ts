import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatPhone } from './format-phone.ts';
import { normalisePhone } from './normalise-phone.ts';

test('a number is shown as people write it, on one line, and is read back as the same', () => {
  for (const [number, written] of [
    ['+15555550100', '+1 555 555 0100'],
    ['+442079460958', '+44 20 7946 0958'],
    ['+4915123456789', '+49 1512 3456789'],
    ['+819012345678', '+81 90 1234 5678'],
  ] as const) {
    assert.equal(formatPhone(number), written.replaceAll(' ', '\u00A0'));
    assert.deepEqual(normalisePhone(formatPhone(number)), { ok: true, value: number });
  }
});

test('what is no number is shown as it is, an address that begins like one above all', () => {
  for (const text of ['', '+1', '+15555550100@example.com', 'ada+15555550100@example.com', '555 0100'])
    assert.equal(formatPhone(text), text);
});
