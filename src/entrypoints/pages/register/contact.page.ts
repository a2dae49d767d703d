import type { ContactProblem } from '../../../features/registration/index.ts';
import { field, type Html, html, identity, type Problem } from '../../../ui/index.ts';
import { contactProblemText, nameFields } from '../contact-details/contact-fields.page.ts';
import { type StepPage, stepForm, stepPage } from './frame.page.ts';

export interface ContactPage extends StepPage {
  /** Where another address is given. */
  change: string;
  firstName: string;
  lastName: string;
  phone: string;
  pin: string;
}

export const contactPage = (p: ContactPage): Html =>
  stepPage(p, {
    step: 1,
    heading: 'Tell us who you are',
    intro:
      'You make your account in six short steps. What you have entered is kept: in this browser you can stop, and go on within a day.',
    body: html`
      ${identity({ email: p.email, change: p.change })}
      ${stepForm(p, { action: '/register/contact', body: html`${nameFields(p)}${phoneField(p)}${pinField(p)}`, submit: 'Next' })}`,
  });

const phoneField = ({ phone, problems }: ContactPage): Html =>
  field({
    label: 'Mobile phone',
    name: 'phone',
    type: 'tel',
    inputmode: 'tel',
    autocomplete: 'tel',
    value: phone,
    hint: 'With a plus sign and the country calling code: +1-555-555-5555. It is kept with your account, and used for nothing until it has been verified.',
    problems,
    optional: true,
  });

const pinField = ({ pin, problems }: ContactPage): Html =>
  field({
    label: 'Support PIN',
    name: 'pin',
    inputmode: 'numeric',
    autocomplete: 'off',
    value: pin,
    hint: 'Customer Care asks for it on the phone before changing anything or giving out data. Keep this one, or choose your own: 4 to 10 digits.',
    problems,
    required: true,
    look: 'short',
  });

/** What is wrong with the contact details, in words. */
export const contactProblems = (problems: readonly ContactProblem[]): Problem[] =>
  problems.map(({ field, fault }) => ({ field, message: contactProblemText(field, fault) }));
