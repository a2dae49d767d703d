import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cheapHashing } from '../../../test/support/cheap-hashing.ts';
import { openHashing } from '../../platform/hashing/index.ts';
import { answersAreRight, checkQuestions, hashAnswer, normaliseAnswer, questionList } from './index.ts';

const hashing = openHashing(cheapHashing);

const [pet = '', concert = '', town = ''] = questionList;
const good = [
  { question: pet, answer: 'Bagheera' },
  { question: concert, answer: 'Kraftwerk, 1981' },
  { question: 'What do I hum?', answer: 'Goldberg' },
];
const withFirst = (first: Partial<(typeof good)[0]>) => [
  { question: pet, answer: 'Bagheera', ...first },
  ...good.slice(1),
];

test('answers compare without regard to case, spacing, accents and width', () => {
  for (const typed of ['São Paulo', ' sao  paulo', 'SÃO\tPAULO', 'ｓａｏpaulo', 'Sa\u0303o Paulo']) {
    assert.equal(normaliseAnswer(typed), 'saopaulo', typed);
  }
  assert.equal(normaliseAnswer('İstanbul'), normaliseAnswer('istanbul'));
  assert.equal(normaliseAnswer('Straße'), normaliseAnswer('STRASSE'));
  assert.notEqual(normaliseAnswer('Linz'), normaliseAnswer('Lienz'));
});

test('answers compare without regard to case in every script, and to letters with a stroke', () => {
  for (const [one, other] of [
    ['ΜΑΡΙΣ ΑΝΝΑ', 'Μαρις Αννα'],
    ['ΟΔΥΣΣΕΥΣ', 'Οδυσσεύς'],
    ['Łódź', 'lodz'],
    ['SØREN', 'soren'],
    ['Đurđevac', 'durdevac'],
    ['ISPARTA', 'ısparta'],
    ['ısparta', 'isparta'],
    ['GROẞE STRASSE', 'große straße'],
    ['Ærø', 'aero'],
    ['Þingvellir', 'thingvellir'],
  ] as const) {
    assert.equal(normaliseAnswer(one), normaliseAnswer(other), `${one} and ${other}`);
  }
  assert.notEqual(normaliseAnswer('Søren'), normaliseAnswer('Sren'));
});

test('an answer that was hashed in the form of before is right, and no other hash depends on whether it is', async () => {
  let hashed = 0;
  const counted = {
    ...hashing,
    verifyPassword: (encoded: string, typed: string) => {
      hashed++;
      return hashing.verifyPassword(encoded, typed);
    },
    dummyVerify: (typed: string) => {
      hashed++;
      return hashing.dummyVerify(typed);
    },
  };
  const judge = async (answerHash: string | undefined, typed: string) => {
    hashed = 0;
    const right = await answersAreRight({ hashing: counted }, [answerHash ? { answerHash } : {}], [typed]);
    return [right, hashed];
  };
  const before = await hashing.hashPassword('łodz');
  const { answerHash: now } = await hashAnswer({ hashing }, { question: pet, answer: 'Łódź' });
  assert.deepEqual(await judge(before, 'ŁÓDŹ'), [true, 2]);
  assert.deepEqual(await judge(now, 'ŁÓDŹ'), [true, 2]);
  assert.deepEqual(await judge(now, 'lodz'), [true, 1]);
  assert.deepEqual(await judge(now, 'Białystok'), [false, 2]);
  assert.deepEqual(await judge(undefined, 'Łódź'), [false, 2]);
  assert.deepEqual(await judge(undefined, 'lodz'), [false, 1]);
});

test('three different questions with answers are fine, from the list or of own wording', () => {
  assert.deepEqual(checkQuestions(good), []);
});

test('no two questions may be alike, however they are written', () => {
  const again = pet.toUpperCase().replaceAll(' ', '  ').replace('?', '');
  assert.deepEqual(checkQuestions([...good.slice(0, 2), { question: again, answer: 'Bagheera' }]), [
    { position: 2, fault: 'question-alike' },
  ]);
});

test('each fault is told at its place', () => {
  const faultsOf = (first: Partial<(typeof good)[0]>) => checkQuestions(withFirst(first));
  assert.deepEqual(faultsOf({ question: ' ' }), [{ position: 0, fault: 'question-missing' }]);
  assert.deepEqual(faultsOf({ question: 'x'.repeat(201) }), [{ position: 0, fault: 'question-too-long' }]);
  assert.deepEqual(faultsOf({ answer: '  ' }), [{ position: 0, fault: 'answer-missing' }]);
  assert.deepEqual(faultsOf({ answer: 'é à' }), [{ position: 0, fault: 'answer-too-short' }]);
  assert.deepEqual(faultsOf({ answer: 'x'.repeat(101) }), [{ position: 0, fault: 'answer-too-long' }]);
  assert.deepEqual(faultsOf({ question: town, answer: 'Town' }), [
    { position: 0, fault: 'answer-in-question' },
  ]);
  assert.equal(checkQuestions([]).length, 6);
});

test('the same answer three times is refused, however it is written', () => {
  const thrice = good.map(({ question }, index) => ({
    question,
    answer: ['Goldberg', ' gold-berg', 'GOLDBÉRG!'][index] ?? '',
  }));
  assert.deepEqual(checkQuestions(thrice), [{ position: 2, fault: 'answers-the-same' }]);
  const twice = thrice.with(0, { question: pet, answer: 'Bagheera' });
  assert.deepEqual(checkQuestions(twice), []);
  const empty = thrice.map(({ question }) => ({ question, answer: '' }));
  assert.ok(checkQuestions(empty).every(({ fault }) => fault === 'answer-missing'));
});

test('two questions may have one answer: some people met where they were born', () => {
  assert.deepEqual(checkQuestions(withFirst({ answer: 'Goldberg' })), []);
});
