import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openSealing } from '../../platform/sealing/index.ts';
import { questionCount, questionList } from '../security-questions/index.ts';
import { decoyQuestions } from './decoy-questions.ts';

const sealing = openSealing([Buffer.alloc(32, 7)]);

test('an address is asked the same three different questions of the list each time, and others are asked others', () => {
  const sets = new Set<string>();
  for (let person = 0; person < 50; person++) {
    const asked = decoyQuestions(sealing, `${person}@example.com`).map(({ question }) => question);
    assert.equal(new Set(asked).size, questionCount);
    assert.ok(asked.every((question) => questionList.includes(question)));
    assert.deepEqual(
      decoyQuestions(sealing, `${person}@example.com`).map(({ question }) => question),
      asked,
    );
    sets.add(asked.join());
  }
  assert.ok(sets.size > 40, `${sets.size} sets`);
});

test('with another key the questions are others: nobody outside can work out which are decoys', () => {
  const other = openSealing([Buffer.alloc(32, 8)]);
  const differ = Array.from({ length: 20 }, (_, person) => `${person}@example.com`).filter(
    (email) =>
      JSON.stringify(decoyQuestions(other, email)) !== JSON.stringify(decoyQuestions(sealing, email)),
  );
  assert.ok(differ.length > 15);
});
