import { field, type Html, html, type Problem, passwordField } from '../../../ui/index.ts';

/** They bear the service's section: a password manager must not fill in the account's own password. */
export const serviceAccountFields = (f: {
  service: { id: string; name: string };
  username: string;
  problems: readonly Problem[];
}): Html => html`
  ${field({
    label: `Username at ${f.service.name}`,
    name: 'username',
    autocomplete: `section-${f.service.id} username`,
    value: f.username,
    problems: f.problems,
    required: true,
    maxlength: 200,
  })}
  ${passwordField({
    label: `Password at ${f.service.name}`,
    name: 'password',
    autocomplete: `section-${f.service.id} current-password`,
    problems: f.problems,
    required: true,
  })}`;

/** What is missing of them. */
export function* missingFields(
  name: string,
  { username, password }: { username: boolean; password: boolean },
): Generator<Problem> {
  if (username) yield { field: 'username', message: `Enter your username at ${name}.` };
  if (password) yield { field: 'password', message: `Enter your password at ${name}.` };
}
