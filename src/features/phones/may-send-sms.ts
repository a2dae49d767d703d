import type { NumberType } from 'libphonenumber-js/max';
import { ok, type Result, refuse } from '../../kernel/index.ts';

/**
 * Kinds of numbers that nobody has in a pocket, and that cost whoever sends to them. Landlines are not among them:
 * which those are the tables do not know in every country, and the gateway says.
 */
const NEVER: readonly NumberType[] = [
  'PREMIUM_RATE',
  'SHARED_COST',
  'TOLL_FREE',
  'PERSONAL_NUMBER',
  'UAN',
  'PAGER',
  'VOICEMAIL',
];

/**
 * Whether a number is sent texts at all. What is sent to it is capped besides: budgets `texts-…`.
 * @param number E.164
 * @param allowedPrefixes of the configuration: `+44`
 */
export async function maySendSms(
  number: string,
  allowedPrefixes: readonly string[],
): Promise<Result<void, 'prefix-not-allowed' | 'kind-not-allowed'>> {
  if (!allowedPrefixes.some((prefix) => number.startsWith(prefix))) return refuse('prefix-not-allowed');
  // Several megabytes, for those who send texts and not before.
  const { parsePhoneNumberFromString } = await import('libphonenumber-js/max');
  const parsed = parsePhoneNumberFromString(number);
  // What is not E.164 has not come through `normalisePhone`.
  if (parsed?.number !== number || !parsed.isPossible()) return refuse('kind-not-allowed');
  return NEVER.includes(parsed.getType()) ? refuse('kind-not-allowed') : ok(undefined);
}
