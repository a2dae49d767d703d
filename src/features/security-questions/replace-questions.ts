import { type Clock, type Result, refuse } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Hashing } from '../../platform/hashing/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';
import { type Changer, recordChange } from '../notices/index.ts';
import { changeInSession } from '../sessions/index.ts';
import { type AnsweredQuestion, checkQuestions, type QuestionProblem } from './check-questions.ts';
import { hashAnswer } from './hash-answer.ts';
import { replaceAllQuestions } from './security-questions.queries.ts';

interface Deps {
  db: Db;
  clock: Clock;
  sealing: Sealing;
  hashing: Pick<Hashing, 'hashPassword'>;
  /** The configured address of Master Account: links in mail are made from nothing else. */
  issuer: string;
}

/**
 * Three new questions in the place of those before, for whoever has just proven the password.
 * @throws HashingBusy
 */
export async function replaceQuestions(
  deps: Deps,
  changer: Changer,
  answered: readonly AnsweredQuestion[],
): Promise<Result<void, QuestionProblem[] | 'session-over'>> {
  const problems = checkQuestions(answered);
  if (problems.length > 0) return refuse(problems);
  const questions = await Promise.all(answered.map((one) => hashAnswer(deps, one)));
  const { id: accountId } = changer.account;
  return changeInSession(deps, changer, async (trx) => {
    await replaceAllQuestions(trx, { accountId, questions });
    const what = 'questions-changed';
    await recordChange({ ...deps, db: trx }, changer, { event: what, change: what });
  });
}
