import {
  expirationInstant,
  findPasswordTimes,
  type NewPasswordChoice,
} from '../../../features/passwords/index.ts';
import type { Clock } from '../../../kernel/index.ts';
import type { Db } from '../../../platform/database/index.ts';
import type { Form } from '../../../platform/http/index.ts';

/** When a password expires: what of these fields is no secret. */
export const EXPIRATION_FIELDS = ['passwordExpiration', 'passwordExpirationDate'];

/** What a form with the fields of a new password says. */
export function newPasswordChoiceOf(form: Form): NewPasswordChoice {
  const { expiration, date } = expirationAsTyped(form);
  return {
    password: form['password'] ?? '',
    passwordConfirmation: form['passwordConfirmation'] ?? '',
    passwordExpiration: expiration === 'date' ? date : expiration,
  };
}

/**
 * The form with the expiration that the account's password has, where none was given: whoever replaces the password
 * keeps what was chosen. A date that is over cannot be kept, so another one is asked for.
 */
export async function keepingExpiration(
  { db, clock }: { db: Db; clock: Clock },
  accountId: string,
  form: Form = {},
): Promise<Form> {
  if (form['passwordExpiration'] !== undefined) return form;
  const chosen = (await findPasswordTimes(db, accountId))?.expiration ?? 'never';
  if (!/^\d{4}-/.test(chosen)) return { ...form, passwordExpiration: chosen };
  const date = expirationInstant(chosen, clock.now()).ok ? chosen : '';
  return { ...form, passwordExpiration: 'date', passwordExpirationDate: date };
}

/** The same for the form that is shown again. */
export const expirationAsTyped = (form: Form): { expiration: string; date: string } => ({
  expiration: form['passwordExpiration'] ?? 'never',
  date: form['passwordExpirationDate'] ?? '',
});
