import type { Readable } from 'node:stream';

/** What is kept of a mail: a delivery status stands before the copy of the mail that it is about. */
export const KEPT = 256 * 1024;
/** What is read of it at most. */
export const LARGEST = 10 * 1024 * 1024;

/**
 * Reads to the end, keeps the beginning and drops what is over.
 * @param admits asked before anything is done with so many more bytes
 * @returns why the rest is not read, where it is not
 * @throws where the stream breaks off: half a mail is none
 */
export async function firstBytes(
  stream: Readable,
  admits: (bytes: number) => boolean,
): Promise<Buffer | 'too-large' | 'too-much'> {
  const kept: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    if (size < KEPT) kept.push(chunk.subarray(0, KEPT - size));
    size += chunk.length;
    if (size > LARGEST) return 'too-large';
    if (!admits(chunk.length)) return 'too-much';
  }
  return Buffer.concat(kept);
}
