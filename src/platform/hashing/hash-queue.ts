import { availableParallelism } from 'node:os';
import PQueue from 'p-queue';
import { measuring } from '../metrics/index.ts';
import { hashBehindOthers } from './hash-behind-others.ts';

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

export interface HashQueue {
  /** Hashes when its turn has come. @throws HashingBusy */
  run<T>(hash: () => Promise<T>): Promise<T>;
  /** Keeps a place, which the first `run` of the queue that `work` is given takes. @throws HashingBusy */
  keepPlace<T>(work: (queue: HashQueue) => Promise<T>): Promise<T>;
  load(): { waiting: number; running: number };
}

/**
 * Hashes run on the four threads of libuv, on which files are read and host names looked up as well: one
 * stays free for these, or the answers of everybody would wait for passwords.
 */
const MOST_AT_ONCE = 3;
/** So many for each that is worked on may wait on any machine, however slow it is at the moment. */
const ALWAYS_ADMITTED = 4;
/** How much the latest hash counts in how long one takes. */
const WEIGHT = 0.1;

/**
 * @param limit how many may wait beyond those being worked on, before `HashingBusy`; fewer where they would wait long
 * @param longestWait how long somebody is let in to wait, as far as that can be told. Milliseconds
 */
export function openHashQueue(limit: number, longestWait: number): HashQueue {
  const atOnce = Math.min(availableParallelism(), MOST_AT_ONCE);
  const queue = new PQueue({ concurrency: atOnce });
  // Milliseconds that one takes of late; nobody can tell before the first.
  let typical = 0;
  let placesKept = 0;
  const mustHaveRoom = (): void => {
    const before = queue.size + placesKept;
    const waitsLong = before >= atOnce * ALWAYS_ADMITTED && (before / atOnce) * typical > longestWait;
    if (before < limit && !waitsLong) return;
    hashes.tell({ outcome: 'refused' });
    throw new HashingBusy();
  };
  const timed = async <T>(hash: () => Promise<T>, asked: number) => {
    const begun = performance.now();
    const done = await hash();
    const took = performance.now() - begun;
    // With the first one there are threads for them.
    if (typical === 0) hashBehindOthers();
    typical += (took - typical) * (typical === 0 ? 1 : WEIGHT);
    return { done, waited: (begun - asked) / 1000, took: took / 1000 };
  };
  const admitted: HashQueue['run'] = async (hash) => {
    const asked = performance.now();
    const { done, ...times } = await queue.add(() => timed(hash, asked));
    // Out here: in the queue it would be somebody else's turn, and so somebody else's trace.
    hashes.tell({ outcome: 'done', ...times });
    return done;
  };
  const load = () => ({ waiting: queue.size, running: queue.pending });
  const open: HashQueue = {
    async run(hash) {
      mustHaveRoom();
      return admitted(hash);
    },
    async keepPlace(work) {
      mustHaveRoom();
      placesKept += 1;
      const place = placeIn(open, { admitted, leave: () => (placesKept -= 1) });
      return work(place).finally(place.leave);
    },
    load,
  };
  return open;
}

/** The queue for whoever has a place in it. Who asks for one again has it; after it is taken, or left, all is as before. */
function placeIn(
  queue: HashQueue,
  { admitted, leave }: { admitted: HashQueue['run']; leave(): void },
): HashQueue & { leave(): void } {
  let isKept = true;
  const place: ReturnType<typeof placeIn> = {
    leave() {
      if (isKept) leave();
      isKept = false;
    },
    async run(hash) {
      if (!isKept) return queue.run(hash);
      place.leave();
      return admitted(hash);
    },
    keepPlace: (work) => (isKept ? work(place) : queue.keepPlace(work)),
    load: queue.load,
  };
  return place;
}
