import type { Hashing } from '../../platform/hashing/index.ts';
import { normaliseAnswer } from './normalise-answer.ts';

/** Longer than any answer that was ever taken: hashing more would only cost time. */
const LONGEST_TYPED = 400;

/**
 * Whether all answers are right. All are hashed, whichever is wrong, and where there is no hash to compare with
 * (questions that are nobody's) just the same: the time tells neither.
 * @throws HashingBusy
 */
export async function answersAreRight(
  { hashing }: { hashing: Pick<Hashing, 'verifyPassword' | 'dummyVerify'> },
  questions: readonly { answerHash?: string }[],
  answers: readonly string[],
): Promise<boolean> {
  const verdicts: boolean[] = [];
  for (const [position, { answerHash }] of questions.entries()) {
    const typed = normaliseAnswer((answers[position] ?? '').slice(0, LONGEST_TYPED));
    const right =
      answerHash === undefined ? hashing.dummyVerify(typed) : hashing.verifyPassword(answerHash, typed);
    verdicts.push(await right);
  }
  return verdicts.length > 0 && verdicts.every(Boolean);
}
