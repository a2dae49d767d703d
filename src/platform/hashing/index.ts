// Password hashing: argon2id behind one bounded queue, so that a flood of sign-ins cannot starve the rest.
//   hashing.ts              what is done with hashes
//   hash-queue.ts           the queue, as long as people wait for it
//   verify-at-cost.ts       hashes of a lower cost take the time of the present one
//   hash-behind-others.ts   the threads that hash let the one that answers go first
export { HashingBusy, hashes } from './hash-queue.ts';
export { type Hashing, openHashing } from './hashing.ts';
export type { HashingCost } from './verify-at-cost.ts';
