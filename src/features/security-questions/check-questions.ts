import { shownText } from '../../kernel/index.ts';
import { normaliseAnswer } from './normalise-answer.ts';
import { questionCount } from './question-list.ts';

export interface AnsweredQuestion {
  question: string;
  answer: string;
}

export type QuestionFault =
  | 'question-missing'
  | 'question-too-long'
  | 'question-alike'
  | 'answer-missing'
  | 'answer-too-short'
  | 'answer-too-long'
  | 'answer-in-question'
  | 'answers-the-same';

/** What is wrong with the question or the answer at a position (from 0). */
export interface QuestionProblem {
  position: number;
  fault: QuestionFault;
}

const LONGEST_QUESTION = 200;
const SHORTEST_ANSWER = 3;
const LONGEST_ANSWER = 100;

/** Everything that is wrong with three questions and their answers: at most one fault for each field. */
export function checkQuestions(answered: readonly AnsweredQuestion[]): QuestionProblem[] {
  const problems: QuestionProblem[] = [];
  for (let position = 0; position < questionCount; position++) {
    const { question, answer } = answered[position] ?? { question: '', answer: '' };
    const earlier = answered.slice(0, position).map((other) => comparable(other.question));
    const faults = [questionFault(question, earlier), answerFault(answer, question)];
    for (const fault of faults) if (fault) problems.push({ position, fault });
  }
  if (!problems.some(({ fault }) => fault.startsWith('answer')) && areAllTheSame(answered)) {
    problems.push({ position: questionCount - 1, fault: 'answers-the-same' });
  }
  return problems;
}

/** Two alike may be true; with three, whoever has guessed one has guessed all. */
const areAllTheSame = (answered: readonly AnsweredQuestion[]): boolean =>
  new Set(answered.map(({ answer }) => comparable(answer))).size === 1;

/** One line of text, as the person wrote it. */
export const tidyQuestion = (question: string): string => shownText(question);

function questionFault(question: string, earlier: readonly string[]): QuestionFault | undefined {
  const words = comparable(question);
  if (words === '') return 'question-missing';
  if (tidyQuestion(question).length > LONGEST_QUESTION) return 'question-too-long';
  return earlier.includes(words) ? 'question-alike' : undefined;
}

function answerFault(answer: string, question: string): QuestionFault | undefined {
  if (answer.length > LONGEST_ANSWER) return 'answer-too-long';
  const words = normaliseAnswer(answer);
  if (words === '') return 'answer-missing';
  if ([...words].length < SHORTEST_ANSWER) return 'answer-too-short';
  return comparable(question).includes(comparable(answer)) ? 'answer-in-question' : undefined;
}

/** `What's your name` and `whats your NAME?` are one question. */
const comparable = (text: string): string => normaliseAnswer(text).replace(/[^\p{L}\p{N}]/gu, '');
