import { newSecret, ok, type Result, refuse } from '../../kernel/index.ts';
import { type Account, holdAccount } from '../accounts/index.ts';
import { recordEvent } from '../audit/index.ts';
import { notifyChange } from '../notices/index.ts';
import {
  type ExpirationFault,
  expirationInstant,
  hashNewPassword,
  judgeNewPassword,
  type PasswordFault,
  setPassword,
  verifyAccountPassword,
} from '../passwords/index.ts';
import { endAccountSessions } from '../sessions/index.ts';
import type { Attempt } from './attempt.ts';
import { AttemptOver, deleteAttemptsOf, saveProgress } from './attempts.queries.ts';
import { secretDigest } from './open-attempt.ts';
import type { SignInDeps, Visitor } from './sign-in-deps.ts';
import { fromOf } from './submit-second-factor.ts';

export interface NewPasswordForm {
  password: string;
  passwordConfirmation: string;
  passwordExpiration: string;
}

export interface NewPasswordRefusal {
  password: (PasswordFault | 'same-as-old')[];
  confirmation: 'differs' | undefined;
  expiration: ExpirationFault | undefined;
}

/**
 * Replaces the expired password of an account that has proven it in this attempt, second factor
 * included. Everything else that is under way for the account ends.
 * @throws HashingBusy; AttemptOver, of two that race one wins
 */
export async function submitNewPassword(
  deps: SignInDeps,
  attempt: Attempt,
  account: Account,
  form: NewPasswordForm,
  visitor: Visitor,
): Promise<Result<{ secret: string }, NewPasswordRefusal>> {
  const { clock } = deps;
  const expiration = expirationInstant(form.passwordExpiration, clock.now());
  const refusal = {
    password: await faultsOf(deps, account, form.password),
    confirmation: form.password === form.passwordConfirmation ? undefined : ('differs' as const),
    expiration: expiration.ok ? undefined : expiration.error,
  };
  if (refusal.password.length > 0 || refusal.confirmation || !expiration.ok) return refuse(refusal);

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
      expiresAt: expiration.value,
    });
    await saveProgress(trx, attempt, { passwordAt: setAt, secret: secretDigest(deps.sealing, secret) });
    await deleteAttemptsOf(trx, account.id, attempt.id);
    await endAccountSessions(trx, { accountId: account.id, now: setAt });
    const event = { what: 'password-changed', who: `account:${account.id}`, outcome: 'done' } as const;
    await recordEvent({ db: trx, clock }, { ...event, from: visitor.address, reference: visitor.reference });
    const from = fromOf(visitor);
    await notifyChange({ ...deps, db: trx }, { account, change: 'password-changed', from });
  });
  return ok({ secret });
}

async function faultsOf(
  deps: SignInDeps,
  account: Account,
  password: string,
): Promise<NewPasswordRefusal['password']> {
  const faults = judgeNewPassword(deps, account, password);
  if (faults.length > 0) return faults;
  const same = await verifyAccountPassword(deps, { accountId: account.id, password });
  return same.ok ? ['same-as-old'] : [];
}
