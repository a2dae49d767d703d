import { type Html, html, identity, usernameForPasswordManagers } from '../../../ui/index.ts';
import { newPasswordFields, type PasswordLength } from '../new-password-fields.page.ts';
import { type StepPage, stepForm, stepPage } from './frame.page.ts';

export interface PasswordPage extends StepPage {
  /** Whether one is set already: both fields may then stay empty. */
  isSet: boolean;
  length: PasswordLength;
  expiration: string;
  date: string;
}

export const passwordPage = (p: PasswordPage): Html =>
  stepPage(p, {
    step: 2,
    heading: p.isSet ? 'Your password is set' : 'Choose your password',
    intro: p.isSet
      ? 'Go on with Next, or enter another one. It is never shown.'
      : 'You will need one password for all services.',
    back: '/register/contact',
    body: html`${identity({ email: p.email })}${stepForm(p, {
      action: '/register/password',
      body: html`
        ${usernameForPasswordManagers(p.email)}
        ${newPasswordFields({
          length: p.length,
          problems: p.problems,
          expiration: p.expiration,
          date: p.date,
          check: '/register/password/check',
          hint: p.isSet ? 'Leave both fields empty to keep the password that you have set.' : undefined,
          required: !p.isSet,
        })}`,
      submit: 'Next',
    })}`,
  });
