import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';

/** What the library's cookies are signed with; it would build its own from the bare key for every request. */
export interface CookieSignatures {
  sign(text: string): string;
  verify(text: string, signature: string): boolean;
  /** @returns which of the keys has signed it: 0, or -1 for none */
  index(text: string, signature: string): number;
}

/**
 * Signatures as Keygrip makes them (HMAC-SHA1, base64url), so that cookies of before are good, with one digest for each
 * look where Keygrip makes three. They keep garbage away from the database; what a cookie opens is decided by its value,
 * 256 random bits that are looked up.
 */
export function cookieSignatures(key: string): CookieSignatures {
  const secret = createSecretKey(key, 'utf8');
  const sign = (text: string): string => createHmac('sha1', secret).update(text).digest('base64url');
  const verify = (text: string, signature: string): boolean => {
    const right = Buffer.from(sign(text));
    const given = Buffer.from(signature);
    return given.length === right.length && timingSafeEqual(given, right);
  };
  return { sign, verify, index: (text, signature) => (verify(text, signature) ? 0 : -1) };
}
