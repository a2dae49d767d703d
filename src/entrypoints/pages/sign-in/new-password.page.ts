import type { NewPasswordRefusal } from '../../../features/passwords/index.ts';
import {
  form,
  type Html,
  html,
  type Panel,
  page,
  type Shell,
  usernameForPasswordManagers,
} from '../../../ui/index.ts';
import { newPasswordFields, newPasswordProblems, type PasswordLength } from '../new-password/fields.page.ts';

export interface NewPasswordPage {
  shell: Shell;
  panel: Panel;
  action: string;
  /** Where the checklist asks. */
  check: string;
  length: PasswordLength;
  csrf: string;
  email: string;
  expiration: string;
  date: string;
  refusal?: NewPasswordRefusal;
}

export function newPasswordPage(p: NewPasswordPage): Html {
  const problems = p.refusal
    ? newPasswordProblems(p.refusal, { ...p, typed: p.refusal.password.length === 0, sameAsOld })
    : [];
  return page(p.shell, {
    title: 'Choose a new password',
    intro: 'Your password has expired. Choose a new one; the old one works nowhere after that.',
    panel: p.panel,
    problems,
    body: form({
      action: p.action,
      csrf: p.csrf,
      body: html`
        ${usernameForPasswordManagers(p.email)}
        ${newPasswordFields({ ...p, problems, required: true })}`,
      submit: 'Set the new password',
    }),
  });
}

const sameAsOld = 'This is the password that has expired. Choose another one.';
