import { randomText } from '../../kernel/index.ts';

/** Of each pair that looks alike (0 O, 1 I L, 2 Z, 5 S, 8 B, U V) at most one is in it. */
export const codeAlphabet = '23456789ACDEFGHJKMNPQRTVWXY';
/** 27^8 tokens. */
const LENGTH = 8;
/** What a person may read and type for one that is in it. */
const MISREAD: Record<string, string> = { Z: '2', S: '5', B: '8', U: 'V' };

/** A new token as it is kept in mind: eight characters. */
export const newToken = (): string => randomText(codeAlphabet, LENGTH);

/** As it is shown: `XXXX-XXXX`. */
export const formatToken = (token: string): string => `${token.slice(0, 4)}-${token.slice(4)}`;

/** What was typed or came with a link, as a token is shown; undefined where it is none. */
export function tokenAsShown(typed: string): string | undefined {
  return isToken(typed) ? formatToken(readCode(typed)) : undefined;
}

/** Whether what was typed can be a token at all. */
export function isToken(typed: string): boolean {
  const token = readCode(typed);
  return token.length === LENGTH && [...token].every((sign) => codeAlphabet.includes(sign));
}

/** The code of that alphabet that was typed, in whatever case and with whatever spaces and dashes. Anything else stays wrong. */
export const readCode = (typed: string): string =>
  typed
    .slice(0, LONGEST_TYPED)
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}]/gu, '')
    .replace(/[ZSBU]/g, (letter) => MISREAD[letter] ?? letter);

const LONGEST_TYPED = 64;
