import assert from 'node:assert/strict';
import { test } from 'node:test';
import { waitText } from './wait-text.page.ts';

test('a wait is told to the second while it is short, and then in whole minutes, never too few', () => {
  const told = [0, 1, 8000, 60_000, 61_000, 119_000, 120_001, 899_000, 3_599_000, 5_400_001].map((wait) =>
    waitText(1_000_000 + wait, 1_000_000).slice('Try again in '.length, -1),
  );
  assert.deepEqual(told, [
    ...['1 second', '1 second', '8 seconds', '1 minute', '1 minute 1 second', '1 minute 59 seconds'],
    ...['3 minutes', '15 minutes', '1 hour', '1 hour 31 minutes'],
  ]);
});
