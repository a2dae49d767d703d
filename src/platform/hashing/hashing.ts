import { hash, verify } from '@node-rs/argon2';
import { seconds } from '../../kernel/index.ts';
import { type HashQueue, openHashQueue } from './hash-queue.ts';
import { costOf, type HashingCost, optionsOf, verifyAtCost } from './verify-at-cost.ts';

export interface Hashing {
  /** @returns the encoded hash (PHC string) of a password or another secret of low entropy. @throws HashingBusy */
  hashPassword(password: string): Promise<string>;
  /** Whether the password is the one that was hashed; it takes the time of the present cost. @throws HashingBusy */
  verifyPassword(encoded: string, password: string): Promise<boolean>;
  /** Does the work of `verifyPassword` where there is no hash, so that the time tells nothing. Always false. */
  dummyVerify(password: string): Promise<false>;
  /**
   * Keeps a place for whoever has more to do before the hash, and would do it in vain: they are turned away at once or
   * not at all. The first hash of what `work` is given takes the place. @throws HashingBusy
   */
  keepPlace<T>(work: (hashing: Hashing) => Promise<T>): Promise<T>;
  /** How many wait, and how many are being worked on. */
  load(): { waiting: number; running: number };
  /** Whether a hash was made with less than the present cost and is worth renewing. */
  needsRehash(encoded: string): boolean;
}

/**
 * Whoever would wait longer is told at once to come back: a queue that grows past what people wait for does work for
 * those who have left.
 */
const LONGEST_WAIT = seconds(1.5);

/**
 * @param cost what each hash costs
 * @param limit how many may wait beyond those being worked on, before `HashingBusy`; fewer where they would wait long
 * @param longestWait how long somebody is let in to wait, as far as that can be told. Milliseconds
 */
export function openHashing(cost: HashingCost, limit = 128, longestWait = LONGEST_WAIT): Hashing {
  const options = optionsOf(cost);
  // Made of a password that nobody can type, at the first need, so that starting costs nothing.
  let dummy: Promise<string> | undefined;

  const through = (queue: HashQueue): Hashing => ({
    hashPassword: (password) => queue.run(() => hash(password, options)),
    verifyPassword: (encoded, password) =>
      queue.run(() => verifyAtCost({ hash, verify }, { encoded, password }, cost)),
    async dummyVerify(password) {
      dummy ??= hash('\u0000', options);
      const encoded = await dummy;
      await queue.run(() => verify(encoded, password));
      return false;
    },
    keepPlace: (work) => queue.keepPlace((place) => work(through(place))),
    load: queue.load,
    needsRehash(encoded) {
      const before = costOf(encoded);
      return !before || before.memoryKiB < cost.memoryKiB || before.passes < cost.passes;
    },
  });
  return through(openHashQueue(limit, longestWait));
}
