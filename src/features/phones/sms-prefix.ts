import { parsePhoneNumberFromString } from 'libphonenumber-js/min';

const DIGITS_AFTER_COUNTRY = 3;

/**
 * The country calling code and the next three digits, such as `+1876`: whoever is paid for what is sent to a range of
 * numbers has neighbouring ones.
 * @param number E.164
 */
export function smsPrefixOf(number: string): string {
  const country = parsePhoneNumberFromString(number)?.countryCallingCode ?? '';
  return number.slice(0, 1 + country.length + DIGITS_AFTER_COUNTRY);
}
