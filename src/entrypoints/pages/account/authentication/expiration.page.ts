import { form, type Html, html, type Problem } from '../../../../ui/index.ts';
import { expirationFields } from '../../new-password/fields.page.ts';
import { accountPage } from '../frame.page.ts';
import { type AskedCode, identityFields } from '../identity-fields.page.ts';
import type { Visit } from '../visit.ts';

export const changeExpirationPage = (
  visit: Pick<Visit, 'shell' | 'csrf' | 'account'>,
  p: { askForCode: AskedCode; expiration: string; date: string; problems: readonly Problem[] },
): Html =>
  accountPage(visit, {
    section: 'authentication',
    title: 'Change when your password expires',
    intro: 'Your password stays as it is. When it has expired you choose a new one at sign-in.',
    back: { href: '/account/authentication', text: 'Authentication' },
    problems: p.problems,
    body: form({
      action: '/account/authentication/expiration',
      csrf: visit.csrf,
      body: html`
        ${expirationFields({ ...p, hint: 'Counted from today.' })}
        ${identityFields({ email: visit.account.email, askForCode: p.askForCode, problems: p.problems })}`,
      submit: 'Change the expiration',
    }),
  });
