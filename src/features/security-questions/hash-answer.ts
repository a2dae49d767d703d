import type { Hashing } from '../../platform/hashing/index.ts';
import { type AnsweredQuestion, tidyQuestion } from './check-questions.ts';
import { normaliseAnswer } from './normalise-answer.ts';

export interface HashedQuestion {
  question: string;
  answerHash: string;
}

/**
 * Hashes an answer like a password, because it is easier to guess than one. Made before the transaction
 * that stores it.
 * @throws HashingBusy
 */
export const hashAnswer = async (
  { hashing }: { hashing: Pick<Hashing, 'hashPassword'> },
  { question, answer }: AnsweredQuestion,
): Promise<HashedQuestion> => ({
  question: tidyQuestion(question),
  answerHash: await hashing.hashPassword(normaliseAnswer(answer)),
});
