import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { AnswerTurn } from '../../../platform/smtp/index.ts';
import { AWAITED_AT_ONCE, openTurns } from './turns.ts';

/** Turns whose acts and answers end when the test says so. */
function watched(t: TestContext) {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const turns = openTurns();
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const settled = async () => {
    for (let count = 0; count < 5; count++) await new Promise(setImmediate);
  };
  return {
    begun,
    together(name: string) {
      const { promise, resolve } = Promise.withResolvers<void>();
      ends.set(name, resolve);
      void turns.together(() => {
        begun.push(name);
        return promise;
      });
    },
    answer(name: string, whom = 'relay'): AnswerTurn {
      const turn = turns.answerFrom(whom);
      ends.set(name, turn.end);
      void turn.begin().then(() => begun.push(name));
      return turn;
    },
    approach(name: string, whom = 'relay') {
      const turn = turns.answerFrom(whom);
      ends.set(name, turn.end);
      void turn.approach?.().then(() => begun.push(`${name} approaches`));
    },
    async end(...names: string[]) {
      for (const name of names) ends.get(name)?.();
      await settled();
    },
    async letPass(duration: number) {
      t.mock.timers.tick(duration);
      await settled();
    },
    /** Three answers, each of them late. */
    async isFar(whom = 'relay') {
      for (let count = 0; count < 3; count++) {
        const turn = turns.answerFrom(whom);
        await turn.begin();
        t.mock.timers.tick(30);
        turn.end();
      }
    },
    settled,
  };
}

test('what may be together is, and nothing is beside an answer from nearby', async (t) => {
  const { begun, together, answer, end, settled } = watched(t);
  together('a');
  together('b');
  answer('sent');
  together('c');
  together('d');
  await settled();
  assert.deepEqual(begun, ['a', 'b']);
  await end('a', 'b');
  assert.deepEqual(begun.splice(0), ['a', 'b', 'sent']);
  await end('sent');
  assert.deepEqual(begun, ['c', 'd']);
});

test('an answer that takes longer than a moment holds up no other, and frees nothing twice when it comes', async (t) => {
  const { begun, answer, end, letPass, settled } = watched(t);
  for (const name of ['slow', 'second', 'third']) answer(name);
  await settled();
  assert.deepEqual(begun, ['slow']);
  await letPass(10);
  assert.deepEqual(begun, ['slow', 'second']);
  await end('slow');
  assert.deepEqual(begun, ['slow', 'second']);
  await end('second');
  assert.deepEqual(begun, ['slow', 'second', 'third']);
});

test('a relay nearby is told of no other message beside an answer, but for a moment at most each waits for the others', async (t) => {
  const { begun, answer, approach, end, letPass, settled } = watched(t);
  approach('first');
  approach('second');
  await settled();
  assert.deepEqual(begun.splice(0), ['first approaches', 'second approaches']);
  answer('sent');
  approach('third');
  await settled();
  assert.deepEqual(begun, []);
  await end('first', 'second');
  assert.deepEqual(begun.splice(0), ['sent']);
  await end('sent');
  assert.deepEqual(begun.splice(0), ['third approaches']);
  answer('next');
  await settled();
  assert.deepEqual(begun, []);
  await letPass(10);
  assert.deepEqual(begun, ['next']);
});

test('of a relay far away every message is told at once', async (t) => {
  const { begun, answer, approach, isFar, settled } = watched(t);
  await isFar('far');
  answer('nearby');
  await settled();
  approach('distant', 'far');
  await settled();
  assert.deepEqual(begun, ['nearby', 'distant approaches']);
});

test('from far away a few answers are awaited at once, and nothing else waits for them', async (t) => {
  const { begun, together, answer, end, isFar, settled } = watched(t);
  await isFar();
  const names = Array.from({ length: AWAITED_AT_ONCE + 2 }, (_, number) => `${number}`);
  for (const name of names) answer(name);
  together('written');
  await settled();
  assert.deepEqual(begun.splice(0).toSorted(), [...names.slice(0, AWAITED_AT_ONCE), 'written']);
  answer('nearby', 'another');
  await end('written');
  assert.deepEqual(begun.splice(0), ['nearby']);
  await end('0');
  assert.deepEqual(begun, [`${AWAITED_AT_ONCE}`]);
});

test('whoever is far away and takes very long over an answer keeps the next message waiting no longer', async (t) => {
  const { begun, answer, end, isFar, letPass, settled } = watched(t);
  await isFar();
  for (let number = 0; number <= AWAITED_AT_ONCE; number++) answer(`${number}`);
  await settled();
  assert.equal(begun.length, AWAITED_AT_ONCE);
  await letPass(100);
  assert.equal(begun.length, AWAITED_AT_ONCE + 1);
  await end('0', '1', '2');
  answer('next');
  await settled();
  assert.equal(begun.at(-1), 'next');
});

test('one answer at once, and whoever was far away is nearby again', async (t) => {
  const { begun, together, answer, end, isFar, settled } = watched(t);
  await isFar();
  answer('quick');
  await settled();
  await end('quick');
  answer('alone');
  together('written');
  await settled();
  assert.deepEqual(begun, ['quick', 'alone']);
});

test('a turn that is given up before it came is passed on', async (t) => {
  const { begun, together, answer, end, isFar, settled } = watched(t);
  together('first');
  answer('broken off').end();
  answer('next');
  await settled();
  await end('first');
  assert.ok(begun.includes('next'));
  await end('next');
  await isFar();
  for (let number = 0; number < AWAITED_AT_ONCE; number++) answer(`${number}`);
  answer('broken off as well').end();
  answer('after it');
  await settled();
  await end('0');
  assert.ok(begun.includes('after it'));
});

test('what fails gives its turn on', async () => {
  const turns = openTurns();
  await assert.rejects(turns.together(() => Promise.reject(new Error('no'))));
  await turns.answerFrom('relay').begin();
});
