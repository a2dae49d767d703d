import { randomText } from '../../kernel/index.ts';
import { codeAlphabet, readCode } from '../tokens/index.ts';

/** 27^10 codes, 47 bits each. */
const LENGTH = 10;

/** As it is printed: `XXXXX-XXXXX`. */
export function newRecoveryCode(): string {
  const text = randomText(codeAlphabet, LENGTH);
  return `${text.slice(0, LENGTH / 2)}-${text.slice(LENGTH / 2)}`;
}

/** Told from the six digits of an OTP app by its length: whatever is longer is meant as a recovery code. */
export const looksLikeRecoveryCode = (typed: string): boolean => readCode(typed).length > 8;
