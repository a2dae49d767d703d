import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  mayVisit,
  type RecoveryFacts,
  type RecoveryStep,
  recoveryStep,
  recoverySteps,
} from './recovery-step.ts';

const begun: RecoveryFacts = {
  tokenSent: false,
  tokenProven: false,
  answersProven: false,
  secondFactor: 'none',
  done: false,
};

const bools = [false, true];
const everything: RecoveryFacts[] = bools.flatMap((tokenSent) =>
  bools.flatMap((tokenProven) =>
    bools.flatMap((answersProven) =>
      (['none', 'due', 'proven'] as const).flatMap((secondFactor) =>
        bools.map((done) => ({ tokenSent, tokenProven, answersProven, secondFactor, done })),
      ),
    ),
  ),
);

/** What must be there before a step, whatever else is. */
const needs: Record<RecoveryStep, (facts: RecoveryFacts) => boolean> = {
  choose: () => true,
  token: ({ tokenSent }) => tokenSent,
  questions: ({ tokenSent, tokenProven }) => tokenSent && tokenProven,
  code: ({ tokenSent, tokenProven, answersProven, secondFactor }) =>
    tokenSent && tokenProven && answersProven && secondFactor === 'due',
  'new-password': ({ tokenSent, tokenProven, answersProven, secondFactor }) =>
    tokenSent && tokenProven && answersProven && secondFactor !== 'due',
  done: ({ done }) => done,
};

test('no step comes before everything that it needs has been proven, whatever the facts are', () => {
  for (const facts of everything) {
    const step = recoveryStep(facts);
    assert.ok(needs[step](facts), `${step} ${JSON.stringify(facts)}`);
    assert.equal(step === 'done', facts.done);
    for (const visited of recoverySteps) {
      const back = visited === 'choose' && step === 'token';
      assert.equal(mayVisit(visited, facts), visited === step || back, `${visited} ${JSON.stringify(facts)}`);
    }
  }
});

test('the steps come in the order in which a person goes through them', () => {
  const way: [Partial<RecoveryFacts>, RecoveryStep][] = [
    [{}, 'choose'],
    [{ tokenSent: true }, 'token'],
    [{ tokenProven: true }, 'questions'],
    [{ answersProven: true, secondFactor: 'due' }, 'code'],
    [{ secondFactor: 'proven' }, 'new-password'],
    [{ done: true }, 'done'],
  ];
  let facts = begun;
  for (const [more, step] of way) {
    facts = { ...facts, ...more };
    assert.equal(recoveryStep(facts), step);
  }
});
