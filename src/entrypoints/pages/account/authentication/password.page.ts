import { form, type Html, html, type Problem } from '../../../../ui/index.ts';
import { newPasswordFields, type PasswordLength } from '../../new-password/fields.page.ts';
import { accountPage } from '../frame.page.ts';
import { type AskedCode, identityFields } from '../identity-fields.page.ts';
import type { Visit } from '../visit.ts';

export interface ChangePasswordPage {
  askForCode: AskedCode;
  length: PasswordLength;
  expiration: string;
  date: string;
  problems: readonly Problem[];
}

export const changePasswordPage = (
  visit: Pick<Visit, 'shell' | 'csrf' | 'account'>,
  p: ChangePasswordPage,
): Html =>
  accountPage(visit, {
    section: 'authentication',
    title: 'Change your password',
    intro: 'The old password works nowhere after that. You stay signed in here; all other sessions end.',
    back: { href: '/account/authentication', text: 'Authentication' },
    problems: p.problems,
    body: form({
      action: '/account/authentication/password',
      csrf: visit.csrf,
      body: html`
        ${newPasswordFields({ ...p, check: '/account/authentication/password/check', required: true })}
        ${identityFields({ email: visit.account.email, askForCode: p.askForCode, problems: p.problems })}`,
      submit: 'Change the password',
    }),
  });
