import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mayVisit, type RegistrationStep, registrationStep, registrationSteps } from './registration-step.ts';

const facts = ['contactAt', 'passwordSetAt', 'secondFactor', 'questions', 'completedAt'] as const;
const values = { contactAt: 1, passwordSetAt: 1, secondFactor: 'not-now', questions: '[]', completedAt: 1 };

/** Every combination of what may be known. */
const combinations = Array.from({ length: 2 ** facts.length }, (_, bits) => {
  const known = (fact: (typeof facts)[number]) => (bits & (1 << facts.indexOf(fact))) !== 0;
  return {
    contactAt: known('contactAt') ? values.contactAt : null,
    passwordSetAt: known('passwordSetAt') ? values.passwordSetAt : null,
    secondFactor: known('secondFactor') ? values.secondFactor : null,
    questions: known('questions') ? values.questions : null,
    completedAt: known('completedAt') ? values.completedAt : null,
  };
});

test('a registration is at the first step that is not done, whatever is done after it', () => {
  for (const progress of combinations) {
    const missing = facts.slice(0, 4).findIndex((fact) => progress[fact] === null);
    const expected: RegistrationStep =
      progress.completedAt !== null ? 'done' : (registrationSteps[missing < 0 ? 4 : missing] ?? 'done');
    assert.equal(registrationStep(progress), expected, JSON.stringify(progress));
  }
});

test('no step after the present one may be visited, and nothing but the end once it is done', () => {
  for (const progress of combinations) {
    const present = registrationSteps.indexOf(registrationStep(progress));
    for (const [index, step] of registrationSteps.entries()) {
      const expected = progress.completedAt === null ? index <= present && step !== 'done' : step === 'done';
      assert.equal(mayVisit(step, progress), expected, `${step} with ${JSON.stringify(progress)}`);
    }
  }
});
