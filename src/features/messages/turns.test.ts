import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { openTurns } from './turns.ts';

/** Turns whose acts end when the test says so. */
function watched(t: TestContext) {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const turns = openTurns();
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const act = (name: string) => () => {
    begun.push(name);
    const { promise, resolve } = Promise.withResolvers<void>();
    ends.set(name, resolve);
    return promise;
  };
  const settled = async () => {
    for (let count = 0; count < 20; count++) await Promise.resolve();
  };
  return {
    begun,
    together: (name: string) => void turns.together(act(name)),
    alone: (name: string) => void turns.alone(act(name)),
    async end(name: string) {
      ends.get(name)?.();
      await settled();
    },
    async letPass(duration: number) {
      t.mock.timers.tick(duration);
      await settled();
    },
    settled,
  };
}

test('what may be together is, and nothing is beside what is alone', async (t) => {
  const { begun, together, alone, end, settled } = watched(t);
  together('a');
  together('b');
  alone('send');
  together('c');
  together('d');
  await settled();
  assert.deepEqual(begun, ['a', 'b']);
  await end('a');
  await end('b');
  assert.deepEqual(begun.splice(0), ['a', 'b', 'send']);
  await end('send');
  assert.deepEqual(begun, ['c', 'd']);
});

test('what takes longer than a moment holds up no other, and frees nothing twice when it ends', async (t) => {
  const { begun, alone, end, letPass, settled } = watched(t);
  for (const name of ['slow', 'second', 'third']) alone(name);
  await settled();
  assert.deepEqual(begun, ['slow']);
  await letPass(25);
  assert.deepEqual(begun, ['slow', 'second']);
  await end('slow');
  assert.deepEqual(begun, ['slow', 'second']);
  await end('second');
  assert.deepEqual(begun, ['slow', 'second', 'third']);
});

test('what fails gives its turn on', async () => {
  const turns = openTurns();
  const failing = () => Promise.reject(new Error('no'));
  await assert.rejects(turns.alone(failing));
  await assert.rejects(turns.together(failing));
  assert.equal(await turns.alone(async () => 1), 1);
});
