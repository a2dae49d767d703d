import { type Html, html, usernameForPasswordManagers } from '../../../ui/index.ts';
import { newPasswordFields, type PasswordLength } from '../new-password/fields.page.ts';
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

export const SAME_AS_NOW =
  'This is the password that your account has now. Choose another one, or sign in with it.';
