import { randomText } from '../../kernel/index.ts';

/** Without look-alikes, as tokens have it: 27^10 codes, 47 bits each. */
const ALPHABET = '23456789ACDEFGHJKMNPQRTVWXY';
const LENGTH = 10;
const LONGEST_TYPED = 64;
const MISREAD: Record<string, string> = { Z: '2', S: '5', B: '8', U: 'V' };

/** As it is printed: `XXXXX-XXXXX`. */
export function newRecoveryCode(): string {
  const text = randomText(ALPHABET, LENGTH);
  return `${text.slice(0, LENGTH / 2)}-${text.slice(LENGTH / 2)}`;
}

/** The code that was typed, in whatever case and with whatever spaces and dashes. */
export const normaliseRecoveryCode = (typed: string): string =>
  typed
    .slice(0, LONGEST_TYPED)
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}]/gu, '')
    .replace(/[ZSBU]/g, (letter) => MISREAD[letter] ?? letter);

/** Told from the six digits of an OTP app by its length: whatever is longer is meant as a recovery code. */
export const looksLikeRecoveryCode = (typed: string): boolean => normaliseRecoveryCode(typed).length > 8;
