import { type Html, html, identity, usernameForPasswordManagers } from '../../../ui/index.ts';
import { newPasswordFields, type PasswordLength } from '../new-password/fields.page.ts';
import { type StepPage, stepForm, stepPage } from './frame.page.ts';

export interface PasswordPage extends StepPage {
  /** Whether one is set already: both fields may then stay empty. */
  isSet: boolean;
  /** One was set, under other names. */
  isAskedAgain: boolean;
  length: PasswordLength;
  expiration: string;
  date: string;
}

export const passwordPage = (p: PasswordPage): Html =>
  stepPage(p, {
    step: 2,
    heading: p.isSet ? 'Your password is set' : 'Choose your password',
    intro: introOf(p),
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

function introOf({ isSet, isAskedAgain }: Pick<PasswordPage, 'isSet' | 'isAskedAgain'>): string {
  if (isSet) return 'Go on with Next, or enter another one. It is never shown.';
  return isAskedAgain
    ? 'Your name has changed, so choose your password again. Everything else is kept.'
    : 'You will need one password for all services.';
}
