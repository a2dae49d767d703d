import type { AnsweredQuestion } from '../../../features/security-questions/index.ts';
import type { Form } from '../../../platform/http/index.ts';
import { QUESTION_NUMBERS } from './fields.page.ts';

/** What of the fields is no secret. */
export const QUESTION_FIELDS = QUESTION_NUMBERS.flatMap((number) => [
  `question${number}`,
  `ownQuestion${number}`,
]);

/** What was typed into them: one's own wording goes before the list. */
export const typedQuestions = (form: Form): AnsweredQuestion[] =>
  QUESTION_NUMBERS.map((number) => ({
    question: form[`ownQuestion${number}`]?.trim() || (form[`question${number}`] ?? ''),
    answer: form[`answer${number}`] ?? '',
  }));
