/** In Unicode code points of the NFKC form, as a person counts characters. */
export const minimumLength = 15;
const maximumLength = 256;
/** The same, as it is shown and asked about. */
export const passwordLength = { min: minimumLength, max: maximumLength };

/** NFKC composes at most this many UTF-16 units into one code point (Unicode 17; Greek with three marks). */
const LONGEST_COMPOSITION = 4;

/** One password typed on two keyboards must be one password: NFKC, before anything else is done with it. */
export const normalisePassword = (password: string): string => password.normalize('NFKC');

export type LengthFault = 'missing' | 'too-short' | 'too-long';

/** Whether the length is refused. Asked before anything else is done with a password: a megabyte costs nothing. */
export function lengthFault(password: string): LengthFault | undefined {
  if (password === '') return 'missing';
  if (password.length > maximumLength * LONGEST_COMPOSITION) return 'too-long';
  const length = [...normalisePassword(password)].length;
  if (length < minimumLength) return 'too-short';
  return length > maximumLength ? 'too-long' : undefined;
}
