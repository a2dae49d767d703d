import { type Clock, ok, type Result, refuse } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Hashing } from '../../platform/hashing/index.ts';
import {
  checkPassword,
  type ExpirationFault,
  expirationInstant,
  hashNewPassword,
  type PasswordFault,
  type PasswordLists,
} from '../passwords/index.ts';
import { type Registration, saveProgress } from './registration.queries.ts';

/** What passwords are held against, besides the person's own words. */
export interface PasswordRules {
  passwordLists: PasswordLists;
  brandName: string;
  services: readonly { name: string; product?: string | undefined }[];
}

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
 * @throws HashingBusy
 */
export async function savePassword(
  deps: Deps,
  registration: Registration,
  form: PasswordForm,
): Promise<Result<void, PasswordProblems>> {
  const { db, clock } = deps;
  const { password, passwordConfirmation, passwordExpiration } = form;
  const kept = registration.passwordHash !== null && password === '' && passwordConfirmation === '';
  const setAt = kept ? (registration.passwordSetAt ?? clock.now()) : clock.now();
  const expiration = expirationInstant(passwordExpiration, setAt);
  const problems: PasswordProblems = {
    password: kept ? [] : registrationPasswordFaults(deps, registration, password),
    confirmation: password === passwordConfirmation ? undefined : 'differs',
    expiration: expiration.ok ? undefined : expiration.error,
  };
  if (problems.password.length > 0 || problems.confirmation || !expiration.ok) return refuse(problems);

  const chosen = { passwordExpiration, passwordExpiresAt: expiration.value ?? null };
  const renewed = kept ? {} : { passwordHash: await hashNewPassword(deps, password), passwordSetAt: setAt };
  await saveProgress(db, { id: registration.id, now: clock.now() }, { ...chosen, ...renewed });
  return ok(undefined);
}

/** What is wrong with a password for this registration: also asked while it is being typed. */
export const registrationPasswordFaults = (
  { passwordLists, brandName, services }: PasswordRules,
  { firstName, lastName, email }: Pick<Registration, 'firstName' | 'lastName' | 'email'>,
  password: string,
): PasswordFault[] =>
  checkPassword(
    { passwordLists },
    {
      password,
      personal: {
        names: [firstName ?? '', lastName ?? '', `${firstName} ${lastName}`],
        email,
        brand: brandName,
        services: services.flatMap(({ name, product }) => (product === undefined ? [name] : [name, product])),
      },
    },
  );
