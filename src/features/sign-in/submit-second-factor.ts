import { newSecret, ok, type Result } from '../../kernel/index.ts';
import type { Account } from '../accounts/index.ts';
import { giveCode, type SecondFactorRefusal } from '../second-factor/index.ts';
import type { Attempt } from './attempt.ts';
import { saveProgress } from './attempts.queries.ts';
import { hasSignedInBefore } from './devices.queries.ts';
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
  const device = deps.sealing.digest(visitor.browser, 'device');
  const known = await hasSignedInBefore(deps.db, account.id, device);
  const secret = newSecret();
  const given = {
    account,
    place: attempt.id,
    knownDevice: known ? device : undefined,
    code,
    serviceId: attempt.serviceId,
    from: visitor,
  };
  const verdict = await giveCode(deps, given, (trx) =>
    saveProgress(trx, attempt, {
      // The password may be the session's: then nobody has been named yet.
      accountId: account.id,
      secondFactorAt: deps.clock.now(),
      secret: secretDigest(deps.sealing, secret),
    }),
  );
  return verdict.ok ? ok({ secret }) : verdict;
}
