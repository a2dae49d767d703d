import { type Clock, ok, type Result, refuse } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Hashing } from '../../platform/hashing/index.ts';
import {
  hashNewPassword,
  judgeNewPasswordChoice,
  type NewPasswordChoice,
  type NewPasswordRefusal,
  type PasswordRules,
} from '../passwords/index.ts';
import { type Registration, updateOpenRegistration } from './registration.queries.ts';

interface Deps extends PasswordRules {
  db: Db;
  clock: Clock;
  hashing: Pick<Hashing, 'hashPassword'>;
}

/**
 * Keeps the password as its hash, and when it is to expire. Where one is set already, both fields may be left empty: it
 * stays.
 * @returns `ended` where the registration has been completed, has expired or has got other names meanwhile
 * @throws HashingBusy
 */
export async function savePassword(
  deps: Deps,
  registration: Registration,
  form: NewPasswordChoice,
): Promise<Result<void, NewPasswordRefusal | 'ended'>> {
  const { db, clock } = deps;
  const { password, passwordConfirmation, passwordExpiration } = form;
  const kept = registration.passwordHash !== null && password === '' && passwordConfirmation === '';
  const setAt = kept ? (registration.passwordSetAt ?? clock.now()) : clock.now();
  const judged = judgeNewPasswordChoice(deps, kept ? undefined : registration, form, setAt);
  if (!judged.ok) return judged;

  const chosen = { passwordExpiration, passwordExpiresAt: judged.value.expiresAt ?? null };
  const renewed = kept ? {} : { passwordHash: await hashNewPassword(deps, password), passwordSetAt: setAt };
  // Another tab may have given other names meanwhile, which it was not held against.
  const { id, firstName, lastName } = registration;
  const open = { id, now: clock.now(), names: { firstName, lastName } };
  const saved = await updateOpenRegistration(db, open, { ...chosen, ...renewed });
  return saved ? ok(undefined) : refuse('ended');
}
