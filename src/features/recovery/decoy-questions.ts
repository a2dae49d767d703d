import type { Sealing } from '../../platform/sealing/index.ts';
import { questionCount, questionList } from '../security-questions/index.ts';

/**
 * What is asked where there are no questions of an account: three of the list, always the same for the same address,
 * so that asking twice tells nothing. No answer is right.
 */
export function decoyQuestions(
  sealing: Pick<Sealing, 'digest'>,
  email: string,
): readonly { question: string }[] {
  const left = [...questionList];
  const bytes = Buffer.from(sealing.digest(email, 'decoy-questions'), 'base64url');
  return Array.from({ length: questionCount }, (_, index) => {
    const [question = ''] = left.splice(bytes.readUInt32BE(index * 4) % left.length, 1);
    return { question };
  });
}
