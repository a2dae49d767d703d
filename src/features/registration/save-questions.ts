import { type Clock, ok, type Result, refuse } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Hashing } from '../../platform/hashing/index.ts';
import {
  type AnsweredQuestion,
  checkQuestions,
  hashAnswer,
  type QuestionProblem,
  tidyQuestion,
} from '../security-questions/index.ts';
import { type Registration, updateOpenRegistration } from './registration.queries.ts';
import { questionsOf } from './registration.ts';

interface Deps {
  db: Db;
  clock: Clock;
  hashing: Pick<Hashing, 'hashPassword'>;
}

/**
 * Keeps three questions and the hashes of their answers. An answer that is left empty stays as it was
 * where its question is the same as before.
 * @returns `ended` where the registration has been completed or has expired meanwhile
 * @throws HashingBusy
 */
export async function saveQuestions(
  deps: Deps,
  registration: Registration,
  answered: readonly AnsweredQuestion[],
): Promise<Result<void, QuestionProblem[] | 'ended'>> {
  const before = questionsOf(registration);
  const kept = answered.map(({ question, answer }, position) =>
    answer === '' && before[position]?.question === tidyQuestion(question) ? before[position] : undefined,
  );
  const problems = checkQuestions(answered).filter(
    ({ position, fault }) => !(fault === 'answer-missing' && kept[position]),
  );
  if (problems.length > 0) return refuse(problems);

  const questions = await Promise.all(
    answered.map((one, position) => kept[position] ?? hashAnswer(deps, one)),
  );
  const { db, clock } = deps;
  const open = { id: registration.id, now: clock.now() };
  const saved = await updateOpenRegistration(db, open, { questions: JSON.stringify(questions) });
  return saved ? ok(undefined) : refuse('ended');
}
