import { newSecret, ok, type Result, refuse } from '../../kernel/index.ts';
import type { Account } from '../accounts/index.ts';
import { recordEvent } from '../audit/index.ts';
import { notifyChange } from '../notices/index.ts';
import { type SecondFactorRefusal, submitCode } from '../second-factor/index.ts';
import type { Visitor } from '../sign-in/index.ts';
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
  { address, reference, browserWords }: Visitor,
): Promise<Result<{ secret: string }, SecondFactorRefusal>> {
  const verdict = await submitCode(deps, { accountId: account.id, place: recovery.id, code });
  const who = `account:${account.id}` as const;
  const event = { what: 'second-factor-given', who, from: address, reference } as const;
  if (!verdict.ok) {
    await recordEvent(deps, { ...event, outcome: 'refused' });
    return refuse(verdict.error);
  }
  const secret = newSecret();
  await deps.db.transaction().execute(async (trx) => {
    const inTransaction = { ...deps, db: trx };
    const now = deps.clock.now();
    const progress = { secondFactorAt: now, secret: secretDigest(deps.sealing, secret) };
    await saveProgress(trx, recovery, progress, now);
    await recordEvent(inTransaction, { ...event, outcome: verdict.value.by });
    if (verdict.value.by === 'recovery-code') {
      const from = { address, browser: browserWords };
      await notifyChange(inTransaction, { account, change: 'recovery-code-used', from });
    }
  });
  return ok({ secret });
}
