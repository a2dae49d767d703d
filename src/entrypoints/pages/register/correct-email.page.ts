import { type Html, html } from '../../../ui/index.ts';
import { emailField } from '../contact-details/email-field.page.ts';
import { type StepContent, type StepPage, stepForm, stepPage } from './frame.page.ts';

export interface CorrectEmailPage extends StepPage {
  /** What stands in the field; `email` is the present address. */
  typed: string;
  notice: StepContent['notice'];
}

/** One field: everything else that was entered stays as it is. */
export const correctEmailPage = (p: CorrectEmailPage): Html =>
  stepPage(p, {
    step: 5,
    heading: 'Correct your email address',
    intro: html`Your address is <strong>${p.email}</strong> now. With another one a new token goes there, and everything else that you have entered is kept.`,
    back: '/register/verify-email',
    notice: p.notice,
    body: stepForm(p, {
      action: '/register/email',
      body: emailField({ email: p.typed, problems: p.problems }),
      submit: 'Send the token there',
    }),
  });
