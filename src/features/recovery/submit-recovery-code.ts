import { newSecret, ok, type Result } from '../../kernel/index.ts';
import type { Account } from '../accounts/index.ts';
import { giveCode, type SecondFactorRefusal } from '../second-factor/index.ts';
import { hasSignedInBefore, type Visitor } from '../sign-in/index.ts';
import { type Recovery, saveProgress } from './recovery.queries.ts';
import { type RecoveryDeps, secretDigest } from './recovery.ts';

/**
 * Checks the code of the OTP app, or a recovery code in its place: counted and used up as at sign-in.
 * @returns the recovery's new cookie
 * @throws RecoveryOver
 */
export async function submitRecoveryCode(
  deps: Pick<RecoveryDeps, 'db' | 'clock' | 'sealing' | 'issuer'>,
  recovery: Recovery,
  account: Account,
  { code }: { code: string },
  visitor: Visitor,
): Promise<Result<{ secret: string }, SecondFactorRefusal>> {
  const device = deps.sealing.digest(visitor.browser, 'device');
  const known = await hasSignedInBefore(deps.db, account.id, device);
  const secret = newSecret();
  const given = { account, place: recovery.id, knownDevice: known ? device : undefined, code, from: visitor };
  const verdict = await giveCode(deps, given, (trx) => {
    const now = deps.clock.now();
    const progress = { secondFactorAt: now, secret: secretDigest(deps.sealing, secret) };
    return saveProgress(trx, recovery, progress, now);
  });
  return verdict.ok ? ok({ secret }) : verdict;
}
