import { newSecret, ok, type Result, refuse } from '../../kernel/index.ts';
import { type Account, holdAccount } from '../accounts/index.ts';
import { recordEvent } from '../audit/index.ts';
import { notifyChange } from '../notices/index.ts';
import {
  hashNewPassword,
  judgeNewPasswordChoice,
  mayBeTheOldOne,
  type NewPasswordChoice,
  type NewPasswordRefusal,
  refuseTheOldOne,
  setPassword,
  verifyAccountPassword,
} from '../passwords/index.ts';
import { endUnderWay } from '../under-way/index.ts';
import type { Attempt } from './attempt.ts';
import { AttemptOver, saveProgress } from './attempts.queries.ts';
import { noteNewPassword } from './devices.queries.ts';
import { secretDigest } from './open-attempt.ts';
import { fromOf, type SignInDeps, type Visitor } from './sign-in-deps.ts';

/**
 * Replaces the expired password of an account that has proven it in this attempt, second factor
 * included. Everything else that is under way for the account ends.
 * @throws HashingBusy; AttemptOver, of two that race one wins
 */
export async function submitNewPassword(
  deps: SignInDeps,
  attempt: Attempt,
  account: Account,
  form: NewPasswordChoice,
  visitor: Visitor,
): Promise<Result<{ secret: string }, NewPasswordRefusal>> {
  const { clock } = deps;
  const judged = judgeNewPasswordChoice(deps, account, form, clock.now());
  if (mayBeTheOldOne(judged)) {
    const asked = { accountId: account.id, password: form.password, evenSuspended: true };
    const same = await verifyAccountPassword(deps, asked);
    if (same.ok) return refuse(refuseTheOldOne(judged));
  }
  if (!judged.ok) return judged;

  const hash = await hashNewPassword(deps, form.password);
  const secret = newSecret();
  const setAt = clock.now();
  await deps.db.transaction().execute(async (trx) => {
    // The account first, as every change of it does; where it is gone or disabled, so is the attempt.
    if (!(await holdAccount(trx, account.id))) throw new AttemptOver();
    await setPassword(trx, {
      accountId: account.id,
      hash,
      setAt,
      expiration: form.passwordExpiration,
      expiresAt: judged.value.expiresAt,
    });
    await endUnderWay({ db: trx, clock }, { account, except: { attempt: attempt.id } });
    await saveProgress(trx, attempt, { passwordAt: setAt, secret: secretDigest(deps.sealing, secret) });
    await noteNewPassword(trx, account.id, deps.sealing.digest(visitor.browser, 'device'), setAt);
    const event = { what: 'password-changed', who: `account:${account.id}`, outcome: 'done' } as const;
    const { address, browserWords: browser, reference } = visitor;
    await recordEvent({ db: trx, clock }, { ...event, from: address, browser, reference });
    const from = fromOf(visitor);
    await notifyChange({ ...deps, db: trx }, { account, change: 'password-changed', from });
  });
  return ok({ secret });
}
