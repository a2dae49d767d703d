// Password hashing: argon2id behind one bounded queue, so that a flood of sign-ins cannot starve the rest.
export { type Hashing, HashingBusy, type HashingCost, openHashing } from './hashing.ts';
