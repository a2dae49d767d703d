import { parsePhoneNumberFromString } from 'libphonenumber-js/min';

/**
 * A number as people write it internationally (ITU-T E.123): `+1 555 555 0100`. Its spaces do not break, so that no line
 * ends in the middle of a number; typed back or pasted with them it is read like any other.
 * @param number E.164; whatever else it is comes back as it was
 */
export function formatPhone(number: string): string {
  const parsed = parsePhoneNumberFromString(number);
  // Some countries write dashes, which lines break at.
  return parsed?.number === number ? parsed.formatInternational().replace(/[\s-]+/g, '\u00A0') : number;
}
