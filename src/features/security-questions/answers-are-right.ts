import type { Hashing } from '../../platform/hashing/index.ts';
import { normaliseAnswer, normaliseAnswerAsBefore } from './normalise-answer.ts';

/** Longer than any answer that was ever taken: hashing more would only cost time. */
const LONGEST_TYPED = 400;

/**
 * Whether all answers are right. All are hashed, whichever is wrong, and where there is no hash to compare with
 * (questions that are nobody's) just the same: the time tells neither. An answer that was hashed in another form than
 * answers are compared in now is tried in that one as well, wherever the two differ: what is hashed depends on nothing but
 * what was typed, and is at most two forms of it.
 * @throws HashingBusy
 */
export async function answersAreRight(
  { hashing }: { hashing: Pick<Hashing, 'verifyPassword' | 'dummyVerify'> },
  questions: readonly { answerHash?: string }[],
  answers: readonly string[],
): Promise<boolean> {
  const verdicts: boolean[] = [];
  for (const [position, { answerHash }] of questions.entries()) {
    const typed = (answers[position] ?? '').slice(0, LONGEST_TYPED);
    let isRight = false;
    for (const form of new Set([normaliseAnswer(typed), normaliseAnswerAsBefore(typed)])) {
      const right =
        answerHash === undefined ? hashing.dummyVerify(form) : hashing.verifyPassword(answerHash, form);
      isRight = (await right) || isRight;
    }
    verdicts.push(isRight);
  }
  return verdicts.length > 0 && verdicts.every(Boolean);
}
