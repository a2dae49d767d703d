const base64url = (bytes: Uint8Array<ArrayBuffer>): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64url');

/** An unguessable id or secret of 128 bits: 22 characters of base64url. */
export const newId = (): string => base64url(crypto.getRandomValues(new Uint8Array(16)));

/** An unguessable secret of 256 bits, for what guards more than one person: 43 characters of base64url. */
export const newSecret = (): string => base64url(crypto.getRandomValues(new Uint8Array(32)));

/** `length` characters drawn evenly from `alphabet` (at most 256 characters). */
export function randomText(alphabet: string, length: number): string {
  // Bytes past the last whole multiple of the alphabet would favour its first characters.
  const fair = 256 - (256 % alphabet.length);
  let text = '';
  while (text.length < length) {
    for (const byte of crypto.getRandomValues(new Uint8Array(length * 2))) {
      if (byte < fair && text.length < length) text += alphabet[byte % alphabet.length];
    }
  }
  return text;
}
