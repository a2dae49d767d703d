import { newSecret, ok, type Result, refuse } from '../../kernel/index.ts';
import type { Account } from '../accounts/index.ts';
import { recordEvent } from '../audit/index.ts';
import { notifyChange } from '../notices/index.ts';
import { type SecondFactorRefusal, submitCode } from '../second-factor/index.ts';
import type { Attempt } from './attempt.ts';
import { saveProgress } from './attempts.queries.ts';
import { secretDigest } from './open-attempt.ts';
import type { SignInDeps, Visitor } from './sign-in-deps.ts';

/**
 * Checks the code of the OTP app, or a recovery code in its place, of an account that has given its password.
 * @returns the attempt's new cookie: whatever was handed out before opens it no longer
 * @throws AttemptOver
 */
export async function submitSecondFactor(
  deps: Pick<SignInDeps, 'db' | 'clock' | 'sealing' | 'issuer'>,
  attempt: Attempt,
  account: Account,
  { code }: { code: string },
  visitor: Visitor,
): Promise<Result<{ secret: string }, SecondFactorRefusal>> {
  const verdict = await submitCode(deps, { accountId: account.id, place: attempt.id, code });
  const event = {
    what: 'second-factor-given',
    who: `account:${account.id}`,
    serviceId: attempt.serviceId,
    from: visitor.address,
    reference: visitor.reference,
  } as const;
  if (!verdict.ok) {
    await recordEvent(deps, { ...event, outcome: 'refused' });
    return refuse(verdict.error);
  }
  const secret = newSecret();
  await deps.db.transaction().execute(async (trx) => {
    const inTransaction = { ...deps, db: trx };
    await saveProgress(trx, attempt, {
      // The password may be the session's: then nobody has been named yet.
      accountId: account.id,
      secondFactorAt: deps.clock.now(),
      secret: secretDigest(deps.sealing, secret),
    });
    await recordEvent(inTransaction, { ...event, outcome: verdict.value.by });
    if (verdict.value.by === 'recovery-code') {
      await notifyChange(inTransaction, { account, change: 'recovery-code-used', from: fromOf(visitor) });
    }
  });
  return ok({ secret });
}

export const fromOf = ({ address, browserWords }: Visitor) => ({ address, browser: browserWords });
