// The field for a person's email address: the same at sign-in and at registration.
import { field, type Html, type Problem } from '../../../ui/index.ts';

export interface EmailField {
  /** As typed. */
  email: string;
  problems: readonly Problem[];
  autofocus?: boolean;
  /** The browser may offer passkeys there, too. */
  passkeys?: boolean;
}

export const emailField = ({ email, problems, autofocus = false, passkeys = false }: EmailField): Html =>
  field({
    label: 'Email address',
    name: 'email',
    type: 'email',
    inputmode: 'email',
    autocomplete: passkeys ? 'username webauthn' : 'username',
    value: email,
    problems,
    required: true,
    maxlength: 254,
    autofocus,
  });

/** What was typed is no address. */
export const emailProblem: Problem = {
  field: 'email',
  message: 'Enter an email address in the form name@example.com.',
};
