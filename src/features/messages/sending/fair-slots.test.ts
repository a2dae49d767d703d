import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openSlots } from './fair-slots.ts';

/** Fills the lane as far as it may go. @returns how many places it holds */
function fill(slots: ReturnType<typeof openSlots>, lane: string): number {
  let taken = 0;
  for (; !slots.isFull(lane); taken++) slots.take(lane);
  return taken;
}

test('one lane alone gets half of the places, and several slow ones leave some for the next', () => {
  const slots = openSlots(10);
  assert.deepEqual(
    ['slow', 'also-slow', 'third'].map((lane) => fill(slots, lane)),
    [5, 3, 1],
  );
  assert.ok(!slots.isFull('quick'));
  assert.deepEqual(slots.fullLanes(), ['slow', 'also-slow', 'third']);
});

test('a place that is given back is there for whoever has fewest', () => {
  const slots = openSlots(10);
  fill(slots, 'slow');
  slots.giveBack('slow');
  assert.ok(!slots.isFull('slow'));
  assert.equal(slots.free(), 6);
  for (let count = 0; count < 4; count++) slots.giveBack('slow');
  assert.deepEqual([slots.free(), slots.fullLanes()], [10, []]);
});
