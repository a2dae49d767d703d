import { availableParallelism } from 'node:os';
import { hash, verify } from '@node-rs/argon2';
import PQueue from 'p-queue';
import { seconds } from '../../kernel/index.ts';
import { measuring } from '../metrics/index.ts';
import { hashBehindOthers } from './hash-behind-others.ts';
import { costOf, type HashingCost, optionsOf, verifyAtCost } from './verify-at-cost.ts';

/** More hashing waits than can be done in reasonable time: answer 503 with Retry-After. */
export class HashingBusy extends Error {
  override name = 'HashingBusy';
  constructor() {
    super('Too many passwords wait to be hashed.');
  }
}

/** A password was hashed, after waiting for its turn; or was refused, because too many waited. */
export const hashes = measuring<{ outcome: 'done'; waited: number; took: number } | { outcome: 'refused' }>(
  'hash',
);

export interface Hashing {
  /** @returns the encoded hash (PHC string) of a password or another secret of low entropy. @throws HashingBusy */
  hashPassword(password: string): Promise<string>;
  /** Whether the password is the one that was hashed; it takes the time of the present cost. @throws HashingBusy */
  verifyPassword(encoded: string, password: string): Promise<boolean>;
  /** Does the work of `verifyPassword` where there is no hash, so that the time tells nothing. Always false. */
  dummyVerify(password: string): Promise<false>;
  /** For whoever has more to do before the hash, and would do it in vain. @throws HashingBusy */
  mustHaveRoom(): void;
  /** How many wait, and how many are being worked on. */
  load(): { waiting: number; running: number };
  /** Whether a hash was made with less than the present cost and is worth renewing. */
  needsRehash(encoded: string): boolean;
}

/**
 * Hashes run on the four threads of libuv, on which files are read and host names looked up as well: one
 * stays free for these, or the answers of everybody would wait for passwords.
 */
const MOST_AT_ONCE = 3;
/**
 * Whoever would wait longer is told at once to come back: a queue that grows past what people wait for does work for
 * those who have left.
 */
const LONGEST_WAIT = seconds(1.5);
/** So many for each that is worked on may wait on any machine, however slow it is at the moment. */
const ALWAYS_ADMITTED = 4;
/** How much the latest hash counts in how long one takes. */
const WEIGHT = 0.1;

/**
 * @param cost what each hash costs
 * @param limit how many may wait beyond those being worked on, before `HashingBusy`; fewer where they would wait long
 * @param longestWait how long somebody is let in to wait, as far as that can be told. Milliseconds
 */
export function openHashing(cost: HashingCost, limit = 128, longestWait = LONGEST_WAIT): Hashing {
  const atOnce = Math.min(availableParallelism(), MOST_AT_ONCE);
  const queue = new PQueue({ concurrency: atOnce });
  // Milliseconds that one takes of late; nobody can tell before the first.
  let typical = 0;
  const isFull = (): boolean =>
    queue.size >= limit ||
    (queue.size >= atOnce * ALWAYS_ADMITTED && (queue.size / atOnce) * typical > longestWait);
  const mustHaveRoom = (): void => {
    if (!isFull()) return;
    hashes.tell({ outcome: 'refused' });
    throw new HashingBusy();
  };
  const options = optionsOf(cost);
  const queued = async <T>(work: () => Promise<T>): Promise<T> => {
    mustHaveRoom();
    const asked = performance.now();
    const { done, waited, took } = await queue.add(async () => {
      const begun = performance.now();
      const done = await work();
      const took = performance.now() - begun;
      // With the first one there are threads for them.
      if (typical === 0) hashBehindOthers();
      typical += (took - typical) * (typical === 0 ? 1 : WEIGHT);
      return { done, waited: (begun - asked) / 1000, took: took / 1000 };
    });
    // Out here: in the queue it would be somebody else's turn, and so somebody else's trace.
    hashes.tell({ outcome: 'done', waited, took });
    return done;
  };
  // Made of a password that nobody can type, at the first need, so that starting costs nothing.
  let dummy: Promise<string> | undefined;

  return {
    hashPassword: (password) => queued(() => hash(password, options)),
    verifyPassword: (encoded, password) =>
      queued(() => verifyAtCost({ hash, verify }, { encoded, password }, cost)),
    async dummyVerify(password) {
      dummy ??= hash('\u0000', options);
      const encoded = await dummy;
      await queued(() => verify(encoded, password));
      return false;
    },
    mustHaveRoom,
    load: () => ({ waiting: queue.size, running: queue.pending }),
    needsRehash(encoded) {
      const before = costOf(encoded);
      return !before || before.memoryKiB < cost.memoryKiB || before.passes < cost.passes;
    },
  };
}
