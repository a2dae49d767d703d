import type { NewPasswordChoice } from '../../features/passwords/index.ts';
import type { Form } from '../../platform/http/index.ts';

/** What a form with the fields of a new password says. */
export function newPasswordChoiceOf(form: Form): NewPasswordChoice {
  const { expiration, date } = expirationAsTyped(form);
  return {
    password: form['password'] ?? '',
    passwordConfirmation: form['passwordConfirmation'] ?? '',
    passwordExpiration: expiration === 'date' ? date : expiration,
  };
}

/** The same for the form that is shown again. */
export const expirationAsTyped = (form: Form): { expiration: string; date: string } => ({
  expiration: form['passwordExpiration'] ?? 'never',
  date: form['passwordExpirationDate'] ?? '',
});
