// Security questions: three, from the list or of the person's own wording; answers are never readable.
//   check-questions   what is wrong with them
//   normalise-answer  how answers are compared
//   answers-are-right whether all three are; the same work where there are none
//   hash-answer       argon2id through the bounded queue, before the transaction
//   replace-questions by their owner, in Manage My Account
export { answersAreRight } from './answers-are-right.ts';
export {
  type AnsweredQuestion,
  checkQuestions,
  type QuestionFault,
  type QuestionProblem,
  tidyQuestion,
} from './check-questions.ts';
export { type HashedQuestion, hashAnswer } from './hash-answer.ts';
export { normaliseAnswer } from './normalise-answer.ts';
export { questionCount, questionList } from './question-list.ts';
export { replaceQuestions } from './replace-questions.ts';
export { migrations } from './security-questions.migrations.ts';
export { insertQuestions, listQuestions } from './security-questions.queries.ts';
