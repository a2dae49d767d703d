import type { Clock } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';
import { readCode } from '../tokens/index.ts';
import { newRecoveryCode } from './recovery-code-text.ts';
import { replaceRecoveryCodes } from './recovery-codes.queries.ts';

const HOW_MANY = 10;

/**
 * Ten new codes, in the caller's transaction; all older ones are void.
 * @returns as they are printed; they can never be read again
 */
export async function issueRecoveryCodes(
  { db, clock, sealing }: { db: Db; clock: Clock; sealing: Pick<Sealing, 'digest'> },
  accountId: string,
): Promise<string[]> {
  const codes = Array.from({ length: HOW_MANY }, newRecoveryCode);
  const digests = codes.map((code) => recoveryCodeDigest(sealing, accountId, code));
  await replaceRecoveryCodes(db, { accountId, digests, now: clock.now() });
  return codes;
}

/** The same characters are another code for another account. */
export const recoveryCodeDigest = (
  sealing: Pick<Sealing, 'digest'>,
  accountId: string,
  typed: string,
): string => sealing.digest(`${accountId}\u0000${readCode(typed)}`, 'recovery-code');
