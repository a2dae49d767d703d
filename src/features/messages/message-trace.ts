import type { Sealing } from '../../platform/sealing/index.ts';
import { equalSecrets } from '../../platform/sealing/index.ts';

/** One sending try of one message. */
export interface Try {
  messageId: string;
  /** From 1. */
  try: number;
}

type Digest = Pick<Sealing, 'digest'>;

/** The id's 128 bits and 96 bits of the digest in base 36: letter case is not to be relied on in a mail address. */
const ID_DIGITS = 25;
const PROOF_DIGITS = 19;

/**
 * What a try is known by to others: it stands in the return path of the mail (VERP) and goes with it to
 * providers, and comes back with everything that they say. At most 52 lower case letters, digits and `-`. Nobody can
 * make one for a message that they have received nothing of, nor turn that of one message into another's.
 */
export function traceOf({ digest }: Digest, { messageId, try: number }: Try): string {
  const id = Buffer.from(messageId, 'base64url');
  if (id.length !== 16) throw new Error('This is not the id of a message.');
  const bare = `${inBase36(id, ID_DIGITS)}-${number}`;
  return `${bare}-${proofOf({ digest }, bare)}`;
}

/** The try that a trace stands for; undefined where we have not made it. */
export function readTrace({ digest }: Digest, text: string): Try | undefined {
  const [whole = '', bare = '', id = '', number = '', proof = ''] =
    TRACE.exec(text.slice(0, 100).toLowerCase()) ?? [];
  if (whole === '' || !equalSecrets(proof, proofOf({ digest }, bare))) return undefined;
  return { messageId: fromBase36(id).toString('base64url'), try: Number(number) };
}

const TRACE = new RegExp(`^(([0-9a-z]{${ID_DIGITS}})-([1-9]\\d{0,4}))-([0-9a-z]{${PROOF_DIGITS}})$`);

const proofOf = ({ digest }: Digest, bare: string): string =>
  inBase36(Buffer.from(digest(bare, 'message-trace'), 'base64url').subarray(0, 12), PROOF_DIGITS);

const inBase36 = (bytes: Buffer, digits: number): string =>
  BigInt(`0x${bytes.toString('hex')}`)
    .toString(36)
    .padStart(digits, '0');

function fromBase36(text: string): Buffer {
  const number = [...text].reduce((sum, digit) => sum * 36n + BigInt(Number.parseInt(digit, 36)), 0n);
  return Buffer.from(number.toString(16).padStart(32, '0').slice(-32), 'hex');
}
