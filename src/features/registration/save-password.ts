import { type Clock, ok, type Result, refuse } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Hashing } from '../../platform/hashing/index.ts';
import {
  type ExpirationFault,
  expirationInstant,
  hashNewPassword,
  judgeNewPassword,
  type PasswordFault,
  type PasswordRules,
} from '../passwords/index.ts';
import { type Registration, updateOpenRegistration } from './registration.queries.ts';

interface Deps extends PasswordRules {
  db: Db;
  clock: Clock;
  hashing: Pick<Hashing, 'hashPassword'>;
}

/** As typed. Where a password is set already, both may be left empty: it stays. */
export interface PasswordForm {
  password: string;
  passwordConfirmation: string;
  /** A choice, or a date: see `expirationInstant`. */
  passwordExpiration: string;
}

export interface PasswordProblems {
  password: PasswordFault[];
  confirmation: 'differs' | undefined;
  expiration: ExpirationFault | undefined;
}

/**
 * Keeps the password as its hash, and when it is to expire.
 * @returns `ended` where the registration has been completed or has expired meanwhile
 * @throws HashingBusy
 */
export async function savePassword(
  deps: Deps,
  registration: Registration,
  form: PasswordForm,
): Promise<Result<void, PasswordProblems | 'ended'>> {
  const { db, clock } = deps;
  const { password, passwordConfirmation, passwordExpiration } = form;
  const kept = registration.passwordHash !== null && password === '' && passwordConfirmation === '';
  const setAt = kept ? (registration.passwordSetAt ?? clock.now()) : clock.now();
  const expiration = expirationInstant(passwordExpiration, setAt);
  const problems: PasswordProblems = {
    password: kept ? [] : judgeNewPassword(deps, registration, password),
    confirmation: password === passwordConfirmation ? undefined : 'differs',
    expiration: expiration.ok ? undefined : expiration.error,
  };
  if (problems.password.length > 0 || problems.confirmation || !expiration.ok) return refuse(problems);

  const chosen = { passwordExpiration, passwordExpiresAt: expiration.value ?? null };
  const renewed = kept ? {} : { passwordHash: await hashNewPassword(deps, password), passwordSetAt: setAt };
  const open = { id: registration.id, now: clock.now() };
  const saved = await updateOpenRegistration(db, open, { ...chosen, ...renewed });
  return saved ? ok(undefined) : refuse('ended');
}
