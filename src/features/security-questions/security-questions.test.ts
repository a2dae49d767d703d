import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkQuestions, normaliseAnswer, questionList } from './index.ts';

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
