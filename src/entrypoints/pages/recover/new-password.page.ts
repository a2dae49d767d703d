import type { ResetRefusal } from '../../../features/recovery/index.ts';
import { type Html, html, type Problem, usernameForPasswordManagers } from '../../../ui/index.ts';
import { newPasswordFields, newPasswordProblems, type PasswordLength } from '../new-password-fields.page.ts';
import { type StepPage, stepForm, stepPage } from './frame.page.ts';

export interface NewPasswordPage extends StepPage {
  length: PasswordLength;
  expiration: string;
  /** As typed. */
  date: string;
}

export const newPasswordPage = (p: NewPasswordPage): Html =>
  stepPage(p, {
    heading: 'Choose a new password',
    intro:
      'The old one works nowhere after that, and everybody who is signed in to your account is signed out.',
    body: stepForm(p, {
      action: '/recover/new-password',
      body: html`
        ${usernameForPasswordManagers(p.email)}
        ${newPasswordFields({
          length: p.length,
          problems: p.problems,
          expiration: p.expiration,
          date: p.date,
          check: '/recover/new-password/check',
          required: true,
        })}`,
      submit: 'Set the new password',
    }),
  });

/** The refusal of a new password in words, each at its field. */
export function resetProblems({ password, ...rest }: ResetRefusal, length: PasswordLength): Problem[] {
  const known = password.filter((fault) => fault !== 'same-as-old');
  const others = newPasswordProblems({ ...rest, password: known }, { length, typed: password.length === 0 });
  return password.includes('same-as-old') ? [sameAsOld, ...others] : others;
}

const sameAsOld: Problem = {
  field: 'password',
  message: 'This is the password that your account has now. Choose another one, or sign in with it.',
};
