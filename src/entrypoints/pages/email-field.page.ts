// The field for a person's email address: the same at sign-in and at registration.
import { field, type Html, type Problem } from '../../ui/index.ts';

export interface EmailField {
  /** As typed. */
  email: string;
  problems: readonly Problem[];
  autofocus?: boolean;
}

export const emailField = ({ email, problems, autofocus = false }: EmailField): Html =>
  field({
    label: 'Email address',
    name: 'email',
    type: 'email',
    inputmode: 'email',
    autocomplete: 'username',
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
