import type { FilledText } from '../message-kinds.ts';
import { inBasicAlphabet, placesOf, SEGMENT } from './gsm-7.ts';

interface Sender {
  brand: string;
  /** Our public address. */
  issuer: string;
}

/** As long as a brand may be in the configuration: one that is written with fewer letters there may be longer here. */
const LONGEST_BRAND = 40;

/**
 * An SMS as it is sent: always one segment. The token comes first, so that it is read in the notification without
 * opening it. Of what helps, the line that binds the token to our address comes before the warning: a phone offers
 * the token on our pages only, and on no look-alike.
 */
export function textOf({ kind, fields: { token } }: FilledText, { brand, issuer }: Sender): string {
  const name = inBasicAlphabet(brand).slice(0, LONGEST_BRAND).trim();
  const account = name ? `${name} Master Account` : 'Master Account';
  const says =
    kind === 'recovery-text'
      ? `${token} is your token to reset your ${account} password.`
      : `${token} is your ${account} token.`;
  const warns = `${says} ${name ? `Nobody of ${name}` : 'Nobody of us'} will ask you for it.`;
  const bound = boundTo(issuer, token);
  return [`${warns}${bound}`, `${says}${bound}`, warns].find(fits) ?? says;
}

const fits = (text: string): boolean => (placesOf(text) ?? Number.POSITIVE_INFINITY) <= SEGMENT;

/** The last line of an origin-bound code (https://wicg.github.io/sms-one-time-codes/). */
function boundTo(issuer: string, token: string): string {
  const { hostname } = new URL(issuer);
  return /^[a-z0-9.-]+$/.test(hostname) ? `\n\n@${hostname} #${token}` : '';
}
