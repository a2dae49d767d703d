import { field, type Html, html, type Problem } from '../../../../ui/index.ts';
import type { AskedCode } from '../identity-fields.page.ts';
import { changePage, type Shown } from './change.page.ts';

export const emailPage = (
  visit: Shown,
  p: { email: string; askForCode: AskedCode; problems: readonly Problem[] },
): Html =>
  changePage(visit, {
    title: 'Change your email address',
    intro: html`It is <strong>${visit.account.email}</strong> now, and stays so until a token that we send to the new address is entered. The present address is told.`,
    action: '/account/contact/email',
    fields: field({
      label: 'New email address',
      name: 'email',
      type: 'email',
      inputmode: 'email',
      autocomplete: 'email',
      value: p.email,
      problems: p.problems,
      required: true,
      maxlength: 254,
    }),
    submit: 'Send a token there',
    askForCode: p.askForCode,
    problems: p.problems,
  });
