import assert from 'node:assert/strict';
import { test } from 'node:test';
import { takeTurns } from './take-turns.ts';

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

test('where nothing waits it begins at once', async () => {
  const inTurn = takeTurns();
  for (let nth = 0; nth < 3; nth++) {
    let begun = false;
    inTurn(() => {
      begun = true;
    });
    assert.equal(begun, true);
    await nextTurn();
    await nextTurn();
  }
});

test('of many that come at once one begins in each turn of the event loop, in their order', async () => {
  const inTurn = takeTurns();
  const begun: number[] = [];
  for (let nth = 0; nth < 5; nth++) inTurn(() => begun.push(nth));
  for (let most = 1; begun.length < 5; most++) {
    assert.ok(begun.length <= most, `${begun.length} had begun after ${most - 1} turns`);
    await nextTurn();
  }
  assert.deepEqual(begun, [0, 1, 2, 3, 4]);
});

test('one that throws takes nobody else’s turn', async () => {
  const inTurn = takeTurns();
  const begun: string[] = [];
  assert.throws(() =>
    inTurn(() => {
      throw new Error('of this test');
    }),
  );
  inTurn(() => begun.push('the next'));
  while (begun.length === 0) await nextTurn();
});
