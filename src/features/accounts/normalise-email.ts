import { domainToASCII } from 'node:url';
import { ok, type Result, refuse } from '../../kernel/index.ts';

/** RFC 5321 4.5.3.1. */
const LONGEST_ADDRESS = 254;
const LONGEST_LOCAL_PART = 64;

/** RFC 5322 dot-atom, in lower case: no quoted local parts, no comments. */
const LOCAL_PART = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
/** Only what names are written with: `domainToASCII` would also decode %41 and drop invisible characters. */
const DOMAIN_AS_TYPED = /^[\p{L}\p{M}\p{N}.-]+$/u;
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * The one spelling of an email address by which it is stored, compared and mailed to. Normalised once
 * (NFKC, so that a full-width ＠ is an @), then validated, then used; whatever reads as two addresses, or
 * as more than an address, is refused.
 */
export function normaliseEmail(text: string): Result<string, 'email-form'> {
  // NFKC may make a text longer, but never one of this length short enough.
  if (text.length > LONGEST_ADDRESS * 4) return refuse('email-form');
  const parts = text.normalize('NFKC').trim().toLowerCase().split('@');
  const [local = '', typedDomain = ''] = parts;
  if (parts.length !== 2 || local.length > LONGEST_LOCAL_PART || !LOCAL_PART.test(local))
    return refuse('email-form');
  const domain = asciiDomain(typedDomain);
  const email = `${local}@${domain}`;
  return domain === undefined || email.length > LONGEST_ADDRESS ? refuse('email-form') : ok(email);
}

function asciiDomain(typed: string): string | undefined {
  if (!DOMAIN_AS_TYPED.test(typed)) return undefined;
  const labels = domainToASCII(typed).split('.');
  const top = labels.at(-1) ?? '';
  // A name of one label, or one that ends in digits, is a machine or an IP address.
  if (labels.length < 2 || /^\d+$/.test(top)) return undefined;
  return labels.every((label) => LABEL.test(label)) ? labels.join('.') : undefined;
}
