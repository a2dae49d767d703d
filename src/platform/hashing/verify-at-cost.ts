import type { Algorithm, hash, verify } from '@node-rs/argon2';

/** argon2id's cost. The default is OWASP's: 19 MiB, 2 passes, 1 lane (Password Storage Cheat Sheet). */
export interface HashingCost {
  memoryKiB: number;
  passes: number;
}

/** What the library offers, and tests stand in for. */
export interface Argon2 {
  hash: typeof hash;
  verify: typeof verify;
}

/** `Algorithm.Argon2id`: the library's enum exists for the compiler only. */
const ARGON2ID: Algorithm.Argon2id = 2;
const LANES = 1;
/** argon2 takes no less for a lane (RFC 9106). KiB. */
const LEAST_MEMORY = 8;

/** What the library is told. */
export const optionsOf = ({ memoryKiB, passes }: HashingCost) => ({
  algorithm: ARGON2ID,
  memoryCost: memoryKiB,
  timeCost: passes,
  parallelism: LANES,
});

/**
 * Verifies a hash with as much work as one of the present cost takes, though it was made with less: or a quick answer would
 * tell an account that there was before the cost was raised from one that there is not. The same whether it is right or
 * wrong, since what is right may still be refused.
 */
export async function verifyAtCost(
  argon2: Argon2,
  { encoded, password }: { encoded: string; password: string },
  cost: HashingCost,
): Promise<boolean> {
  const isRight = await argon2.verify(encoded, password);
  const rest = restOf(encoded, cost);
  if (rest) await argon2.hash(password, optionsOf(rest));
  return isRight;
}

/** What an encoded hash was made with; undefined where it is no argon2id. */
export function costOf(encoded: string): HashingCost | undefined {
  const [, memory, passes] = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=\d+\$/.exec(encoded) ?? [];
  return memory === undefined ? undefined : { memoryKiB: Number(memory), passes: Number(passes) };
}

/** What the present cost is more than that of a hash; the work is about memory times passes. */
function restOf(encoded: string, { memoryKiB, passes }: HashingCost): HashingCost | undefined {
  const before = costOf(encoded);
  const rest = before ? memoryKiB * passes - before.memoryKiB * before.passes : 0;
  return rest > 0 ? { memoryKiB: Math.max(Math.round(rest / passes), LEAST_MEMORY), passes } : undefined;
}
