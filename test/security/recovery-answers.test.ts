// THREATS 19, 22: answers, guessed one by one, all at once, and for addresses that have no account.
import assert from 'node:assert/strict';
import { RecoveryOver, submitAnswers } from '../../src/features/recovery/index.ts';
import { budgets } from '../../src/features/throttle/index.ts';
import { hours, minutes } from '../../src/kernel/index.ts';
import { HashingBusy } from '../../src/platform/hashing/index.ts';
import { eachDatabase, type FreshDatabase } from '../support/databases.ts';
import {
  accountToRecover,
  type Recovering,
  recovering,
  recoveryDeps,
  recoveryTokenTo,
  rightAnswers,
} from '../support/recoveries.ts';

const wrong = ['Bagheera', 'Åbo', 'Art of Fugue'];
const none = 'nil@example.com';

/** A recovery whose token has been right. At rest there is one for every address; mailed it is to none but accounts. */
async function atQuestions(deps: ReturnType<typeof recoveryDeps>, email: string): Promise<Recovering> {
  const person = await recovering(deps, email);
  assert.ok((await person.send()).ok);
  assert.ok((await person.token(await recoveryTokenTo(deps, email))).ok);
  deps.clock.advance(minutes(2));
  return person;
}

/** Counts what is hashed. */
function counting({ db }: Pick<FreshDatabase, 'db'>) {
  const deps = recoveryDeps(db);
  const { hashing } = deps;
  const hashed = { real: 0, dummy: 0 };
  deps.hashing = {
    ...hashing,
    verifyPassword: (...all) => {
      hashed.real++;
      return hashing.verifyPassword(...all);
    },
    dummyVerify: (typed) => {
      hashed.dummy++;
      return hashing.dummyVerify(typed);
    },
  };
  return { deps, hashed };
}

const reasonOf = (verdict: Awaited<ReturnType<Recovering['answers']>>) =>
  verdict.ok ? 'accepted' : verdict.error.reason;

eachDatabase(
  'all three answers must be right, and all three are hashed whichever is wrong',
  async (fresh) => {
    const { deps, hashed } = counting(fresh);
    const { email } = await accountToRecover(deps);
    const person = await atQuestions(deps, email);
    const [pet = '', town = '', tune = ''] = rightAnswers;
    for (const typed of [
      ['x', town, tune],
      [pet, 'x', tune],
      [pet, town, 'x'],
      [town, pet, tune],
    ]) {
      hashed.real = 0;
      assert.equal(reasonOf(await person.answers(typed)), 'wrong');
      assert.equal(hashed.real, 3);
    }
    assert.equal(reasonOf(await person.answers([pet, town])), 'missing');
    assert.equal(reasonOf(await person.answers(rightAnswers)), 'accepted');
  },
);

eachDatabase(
  'an address without an account hashes and counts as much, and no answer is right',
  async (fresh) => {
    const { deps, hashed } = counting(fresh);
    const person = await atQuestions(deps, none);
    const { questions } = (await person.now()).standing;
    assert.equal(questions.length, 3);
    const told = [];
    for (let tries = 0; tries < 6; tries++)
      told.push(reasonOf(await person.answers(tries % 2 ? ['', 'a', 'b'] : wrong)));
    assert.deepEqual(told, ['wrong', 'missing', 'wrong', 'missing', 'wrong', 'missing']);
    assert.deepEqual(hashed, { real: 0, dummy: 9 });
  },
);

for (const whose of ['ada@example.com', none]) {
  eachDatabase(`a recovery takes five wrong answers, also all at once (${whose})`, async (fresh) => {
    const { deps, hashed } = counting(fresh);
    await accountToRecover(deps);
    const person = await atQuestions(deps, whose);
    const verdicts = await Promise.all(Array.from({ length: 20 }, () => person.answers(wrong)));
    const { tries } = budgets['answers-of-recovery'];
    assert.equal(verdicts.filter((verdict) => reasonOf(verdict) === 'wrong').length, tries);
    assert.equal(hashed.real + hashed.dummy, tries * 3);
    assert.equal(reasonOf(await person.answers(rightAnswers)), 'recovery-spent');
  });

  eachDatabase(`an account takes ten an hour over all recoveries (${whose})`, async (fresh) => {
    const { deps } = counting(fresh);
    await accountToRecover(deps);
    const told: string[] = [];
    for (let begun = 0; begun < 3; begun++) {
      const person = await atQuestions(deps, whose);
      for (let tries = 0; tries < 5; tries++) told.push(reasonOf(await person.answers(wrong)));
    }
    assert.equal(told.filter((reason) => reason === 'wrong').length, budgets['answers-of-account'].tries);
    assert.equal(told.at(-1), 'too-many-tries');
    deps.clock.advance(hours(1));
    const later = await atQuestions(deps, whose);
    assert.equal(reasonOf(await later.answers(rightAnswers)), whose === none ? 'wrong' : 'accepted');
  });
}

eachDatabase(
  'answers that were never looked at, because too many hashes wait, are no tries',
  async ({ db }) => {
    const deps = recoveryDeps(db);
    const { email } = await accountToRecover(deps);
    const person = await atQuestions(deps, email);
    const { hashing } = deps;
    deps.hashing = { ...hashing, verifyPassword: () => Promise.reject(new HashingBusy()) };
    for (let tries = 0; tries < 12; tries++) await assert.rejects(person.answers(), HashingBusy);
    deps.hashing = hashing;
    assert.equal(reasonOf(await person.answers()), 'accepted');
  },
);

eachDatabase(
  'of right answers given twice at once one gets on, and the tries of both are given back',
  async ({ db }) => {
    const deps = recoveryDeps(db);
    const { email } = await accountToRecover(deps);
    const person = await atQuestions(deps, email);
    const { recovery, standing } = await person.now();
    const give = () => submitAnswers(deps, recovery, standing, rightAnswers, person.visitor);
    const verdicts = await Promise.allSettled([give(), give()]);
    const lost = verdicts.filter((verdict) => verdict.status === 'rejected');
    assert.equal(lost.length, 1);
    assert.ok(lost[0]?.reason instanceof RecoveryOver);
    const counted = await db
      .selectFrom('throttleCounters')
      .select('tries')
      .where('budget', 'in', ['answers-of-recovery', 'answers-of-account'])
      .execute();
    assert.deepEqual(
      counted.map(({ tries }) => tries),
      [0, 0],
    );
  },
);

eachDatabase(
  'an account that is disabled or deleted on the way is asked on, and is nobody’s',
  async ({ db }) => {
    const deps = recoveryDeps(db);
    const { email } = await accountToRecover(deps);
    const person = await atQuestions(deps, email);
    const ofAccount = (await person.now()).standing.questions.map(({ question }) => question);
    await db.updateTable('accounts').set({ disabledAt: deps.clock.now() }).execute();
    assert.equal(reasonOf(await person.answers(rightAnswers)), 'wrong');
    assert.notDeepEqual(
      (await person.now()).standing.questions.map(({ question }) => question),
      ofAccount,
    );
  },
);
