import { type Instant, ok, type Result, refuse } from '../../kernel/index.ts';
import { checkPassword, type PasswordFault, type PasswordLists } from './check-password.ts';
import { type ExpirationFault, expirationInstant } from './expiration.ts';
import { type PasswordOwner, type PasswordPlace, personalWordsOf } from './personal-words.ts';

/** What new passwords are held against, besides what is known of the person. */
export interface PasswordRules extends PasswordPlace {
  passwordLists: PasswordLists;
}

/** Everything that is wrong with a new password of that person, wherever it is chosen; also asked while it is typed. */
export const judgeNewPassword = (
  { passwordLists, ...place }: PasswordRules,
  owner: PasswordOwner,
  password: string,
): PasswordFault[] => checkPassword({ passwordLists }, { password, personal: personalWordsOf(place, owner) });

/** A new password as it is typed, wherever one is chosen. */
export interface NewPasswordChoice {
  password: string;
  passwordConfirmation: string;
  /** A choice, or an ISO date: see `expirationInstant`. */
  passwordExpiration: string;
}

export interface NewPasswordRefusal {
  /** `same-as-old`: where there is an old one, and it may not stay. */
  password: (PasswordFault | 'same-as-old')[];
  confirmation: 'differs' | undefined;
  expiration: ExpirationFault | undefined;
}

/**
 * What is wrong with a new password, its confirmation and its expiration, wherever it is chosen.
 * @param setAt from when it counts
 * @param owner undefined where the password that there is stays, and nothing new was typed
 */
export function judgeNewPasswordChoice(
  rules: PasswordRules,
  owner: PasswordOwner | undefined,
  { password, passwordConfirmation, passwordExpiration }: NewPasswordChoice,
  setAt: Instant,
): Result<{ expiresAt: Instant | undefined }, NewPasswordRefusal> {
  const expiration = expirationInstant(passwordExpiration, setAt);
  const refusal: NewPasswordRefusal = {
    password: owner ? judgeNewPassword(rules, owner, password) : [],
    confirmation: password === passwordConfirmation ? undefined : 'differs',
    expiration: expiration.ok ? undefined : expiration.error,
  };
  const isFine = refusal.password.length === 0 && refusal.confirmation === undefined;
  return isFine && expiration.ok ? ok({ expiresAt: expiration.value }) : refuse(refusal);
}

type Judged = Result<unknown, NewPasswordRefusal>;

/** Whether it is worth asking if it is the old one: there is nothing else wrong with the password itself. */
export const mayBeTheOldOne = (judged: Judged): boolean => judged.ok || judged.error.password.length === 0;

/** It is the old one, and may not stay; what else is wrong is said with it. */
export const refuseTheOldOne = (judged: Judged): NewPasswordRefusal => {
  const rest = judged.ok ? { confirmation: undefined, expiration: undefined } : judged.error;
  return { ...rest, password: ['same-as-old'] };
};
