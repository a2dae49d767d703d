import { availableParallelism } from 'node:os';
import { hash, verify } from '@node-rs/argon2';
import PQueue from 'p-queue';

/** argon2id's cost. The default is OWASP's: 19 MiB, 2 passes, 1 lane (Password Storage Cheat Sheet). */
export interface HashingCost {
  memoryKiB: number;
  passes: number;
}

/** More hashing waits than can be done in reasonable time: answer 503 with Retry-After. */
export class HashingBusy extends Error {
  override name = 'HashingBusy';
  constructor() {
    super('Too many passwords wait to be hashed.');
  }
}

export interface Hashing {
  /** @returns the encoded hash (PHC string) of a password or another secret of low entropy. @throws HashingBusy */
  hashPassword(password: string): Promise<string>;
  /** Whether the password is the one that was hashed. @throws HashingBusy */
  verifyPassword(encoded: string, password: string): Promise<boolean>;
  /** Does the work of `verifyPassword` where there is no hash, so that the time tells nothing. Always false. */
  dummyVerify(password: string): Promise<false>;
  /** Whether a hash was made with less than the present cost and is worth renewing. */
  needsRehash(encoded: string): boolean;
}

/**
 * Hashes run on the four threads of libuv, on which files are read and host names looked up as well: one
 * stays free for these, or the answers of everybody would wait for passwords.
 */
const MOST_AT_ONCE = 3;
const LANES = 1;
/** `Algorithm.Argon2id`: the library's enum exists for the compiler only. */
const ARGON2ID = 2;

/**
 * @param cost what each hash costs
 * @param limit how many may wait beyond those being worked on, before `HashingBusy`
 */
export function openHashing(cost: HashingCost, limit = 128): Hashing {
  const queue = new PQueue({ concurrency: Math.min(availableParallelism(), MOST_AT_ONCE) });
  const options = {
    algorithm: ARGON2ID,
    memoryCost: cost.memoryKiB,
    timeCost: cost.passes,
    parallelism: LANES,
  };
  const queued = async <T>(work: () => Promise<T>): Promise<T> => {
    if (queue.size >= limit) throw new HashingBusy();
    return queue.add(work);
  };
  // Made of a password that nobody can type, at the first need, so that starting costs nothing.
  let dummy: Promise<string> | undefined;

  return {
    hashPassword: (password) => queued(() => hash(password, options)),
    verifyPassword: (encoded, password) => queued(() => verify(encoded, password)),
    async dummyVerify(password) {
      dummy ??= hash('\u0000', options);
      const encoded = await dummy;
      await queued(() => verify(encoded, password));
      return false;
    },
    needsRehash(encoded) {
      const parameters = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=\d+\$/.exec(encoded);
      return !parameters || Number(parameters[1]) < cost.memoryKiB || Number(parameters[2]) < cost.passes;
    },
  };
}
