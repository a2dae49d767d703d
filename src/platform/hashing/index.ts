// Password hashing: argon2id behind one bounded queue, so that a flood of sign-ins cannot starve the rest.
//   hashing.ts              the queue, as long as people wait for it
//   hash-behind-others.ts   the threads that hash let the one that answers go first
export { type Hashing, HashingBusy, type HashingCost, hashes, openHashing } from './hashing.ts';
