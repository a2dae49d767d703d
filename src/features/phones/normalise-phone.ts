import { parsePhoneNumberFromString, validatePhoneNumberLength } from 'libphonenumber-js/min';
import { ok, type Result, refuse } from '../../kernel/index.ts';

const LONGEST_AS_TYPED = 40;
/** A plus sign, digits, and what people put between them. */
const AS_TYPED = /^\+[\d\s().\-/]+$/;

/**
 * A phone number as E.164 (`+15555555555`). It must be typed with a plus sign and the country calling code:
 * we never guess a country.
 * @returns `phone-form` without plus sign or country; `phone-impossible` where the rest has too few digits for that
 *   country, too many, or other characters
 */
export function normalisePhone(text: string): Result<string, 'phone-form' | 'phone-impossible'> {
  const typed = text
    .slice(0, LONGEST_AS_TYPED + 1)
    .normalize('NFKC')
    .replace(/\p{Pd}/gu, '-')
    .trim();
  if (!/^\+\s*\d/.test(typed)) return refuse('phone-form');
  if (text.length > LONGEST_AS_TYPED || !AS_TYPED.test(typed)) return refuse('phone-impossible');
  if (validatePhoneNumberLength(typed) === 'INVALID_COUNTRY') return refuse('phone-form');
  const number = parsePhoneNumberFromString(typed);
  // Possible, not valid: numbering plans change faster than any library's tables, and an SMS proves it.
  return number?.isPossible() ? ok(number.number) : refuse('phone-impossible');
}
