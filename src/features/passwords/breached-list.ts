import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { minimumLength, normalisePassword } from './password-text.ts';

/** 40 bits: with some hundred thousand entries a good password is refused by chance once in three million. */
const DIGEST_BYTES = 5;

/** What stands for a password in the list: letter case does not make a breached password a new one. */
export const passwordDigest = (password: string): Buffer =>
  createHash('sha256').update(normalisePassword(password).toLowerCase()).digest().subarray(0, DIGEST_BYTES);

/** The list's form on disk and in memory: sorted digests, each once, one after the other. */
export function packDigests(digests: Buffer[]): Buffer {
  const sorted = digests.sort(Buffer.compare);
  return Buffer.concat(
    sorted.filter((digest, index) => index === 0 || !digest.equals(sorted[index - 1] ?? digest)),
  );
}

export interface BreachedList {
  has(password: string): boolean;
}

/**
 * Opens the shipped list, with those of the operator.
 * @param packed the file made by `packDigests`
 * @param textFiles further lists, UTF-8, one password a line
 * @throws where a file cannot be read
 */
export function openBreachedList(packed: URL, textFiles: readonly string[] = []): BreachedList {
  const lists = [
    readFileSync(packed),
    ...textFiles.map((file) => packDigests(digestsOf(readFileSync(file, 'utf8')))),
  ];
  return {
    has(password) {
      const digest = passwordDigest(password);
      return lists.some((list) => holds(list, digest));
    },
  };
}

const digestsOf = (text: string): Buffer[] =>
  text
    .split(/\r?\n/)
    .filter((line) => line.length >= minimumLength)
    .map(passwordDigest);

function holds(list: Buffer, digest: Buffer): boolean {
  let low = 0;
  let high = list.length / DIGEST_BYTES;
  while (low < high) {
    const middle = (low + high) >> 1;
    const at = middle * DIGEST_BYTES;
    const order = list.compare(digest, 0, DIGEST_BYTES, at, at + DIGEST_BYTES);
    if (order === 0) return true;
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return false;
}
