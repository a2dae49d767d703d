import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { takeTurns } from './take-turns.ts';

/** Does nothing but work for so many turns of the event loop. */
async function busyFor(turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn++) {
    const until = performance.now() + 5;
    while (performance.now() < until);
    await nextTurn();
  }
}

test('where nothing waits it begins at once', async () => {
  const inTurn = takeTurns();
  for (let nth = 0; nth < 5; nth++) {
    let begun = false;
    inTurn((leave) => {
      begun = true;
      leave();
    });
    assert.equal(begun, true);
    await nextTurn();
    await nextTurn();
  }
});

test('of many that come at once one begins in each turn of the event loop, in their order', async () => {
  const inTurn = takeTurns();
  const begun: number[] = [];
  for (let nth = 0; nth < 5; nth++)
    inTurn((leave) => {
      begun.push(nth);
      leave();
    });
  for (let most = 1; begun.length < 5; most++) {
    assert.ok(begun.length <= most, `${begun.length} had begun after ${most - 1} turns`);
    await nextTurn();
  }
  assert.deepEqual(begun, [0, 1, 2, 3, 4]);
});

test('while there is no time left no more than a few are under way, and whoever leaves makes room for one', async () => {
  const inTurn = takeTurns({ most: 3, countsFor: 60_000 });
  const leaving: (() => void)[] = [];
  for (let nth = 0; nth < 10; nth++) inTurn((leave) => leaving.push(leave));
  await busyFor(10);
  assert.equal(leaving.length, 3);
  leaving[0]?.();
  leaving[0]?.();
  await busyFor(10);
  assert.equal(leaving.length, 4);
});

test('where those under way only wait themselves, the others begin nevertheless', async () => {
  const inTurn = takeTurns({ most: 1 });
  const allBegun = Promise.withResolvers<void>();
  let begun = 0;
  for (let nth = 0; nth < 5; nth++)
    inTurn(() => {
      begun += 1;
      if (begun === 5) allBegun.resolve();
    });
  await allBegun.promise;
});

test('whoever does not leave keeps nobody else waiting for long', async () => {
  const inTurn = takeTurns({ most: 1, countsFor: 20 });
  let begun = 0;
  for (let nth = 0; nth < 3; nth++) inTurn(() => (begun += 1));
  while (begun < 3) await busyFor(1);
});

test('one that throws takes nobody else’s turn', async () => {
  const inTurn = takeTurns({ most: 1 });
  const begun: string[] = [];
  assert.throws(() =>
    inTurn(() => {
      throw new Error('of this test');
    }),
  );
  inTurn(() => begun.push('the next'));
  await busyFor(3);
  assert.deepEqual(begun, ['the next']);
});
