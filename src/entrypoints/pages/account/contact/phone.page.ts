import type { PhoneFault, PhoneTokenRefusal } from '../../../../features/contact-details/index.ts';
import type { Instant } from '../../../../kernel/index.ts';
import { field, type Html, hiddenField, html, type Problem } from '../../../../ui/index.ts';
import { contactProblemText } from '../../contact-details/contact-fields.page.ts';
import { waitText } from '../../refusals/wait-text.page.ts';
import type { AskedCode } from '../identity-fields.page.ts';
import { changePage, type Shown } from './change.page.ts';

export interface PhonePage {
  /** As typed. */
  phone: string;
  /** That of the account, as people write it; where there is one. */
  writtenPhone: string | undefined;
  textsAreSent: boolean;
  askForCode: AskedCode;
  problems: readonly Problem[];
}

export const phonePage = (visit: Shown, p: PhonePage): Html =>
  changePage(visit, {
    title: visit.account.phone === null ? 'Add a mobile phone' : 'Change your mobile phone number',
    intro: introOf(visit, p),
    action: '/account/contact/phone',
    fields: field({
      label: 'Mobile phone',
      name: 'phone',
      type: 'tel',
      inputmode: 'tel',
      autocomplete: 'tel',
      value: p.phone,
      hint: 'With a plus sign and the country calling code: +1-555-555-5555.',
      problems: p.problems,
      required: true,
    }),
    submit: p.textsAreSent ? 'Send a token there' : 'Keep this number',
    askForCode: p.askForCode,
    problems: p.problems,
  });

function introOf({ account }: Shown, { textsAreSent, writtenPhone }: PhonePage): Html {
  if (!textsAreSent) {
    return html`No text messages are sent from here, so the number is kept, but it cannot be verified here and counts for nothing until it is.`;
  }
  return account.phoneVerifiedAt !== null && writtenPhone !== undefined
    ? html`We send a token there by text message. Until it is entered, ${writtenPhone} stays the number that counts.`
    : html`We send a token there by text message. Once it is entered, the number counts.`;
}

/** What is wrong with the number that was typed, in words. */
export const phoneProblem = (fault: PhoneFault): Problem => ({ field: 'phone', message: faultText(fault) });

function faultText(fault: PhoneFault): string {
  switch (fault) {
    case 'phone-missing':
      return 'Enter a mobile phone number. To have none, go back and remove the one that you have.';
    case 'phone-same':
      return 'This is your number already, and it is verified. Enter another one.';
    case 'phone-form':
    case 'phone-impossible':
      return contactProblemText('phone', fault);
  }
}

/** Why no token is sent to a number, in words. */
export const tokenRefusalProblem = (
  refusal: Exclude<PhoneTokenRefusal, 'session-over'>,
  now: Instant,
): Problem => ({ field: 'phone', message: refusalText(refusal, now) });

function refusalText(refusal: Exclude<PhoneTokenRefusal, 'session-over'>, now: Instant): string {
  switch (refusal) {
    case 'prefix-not-allowed':
      return 'No text messages are sent to numbers that begin like this one, so it cannot be verified. Enter another number.';
    case 'kind-not-allowed':
      return 'No text messages are sent to numbers of this kind, so it cannot be verified. Enter the number of a mobile phone.';
    default:
      return `Tokens to one number are sent one minute apart, and only so many in an hour. ${waitText(refusal.retryAt, now)}`;
  }
}

export const removePhonePage = (
  visit: Shown,
  { writtenPhone, ...p }: { writtenPhone: string; askForCode: AskedCode; problems: readonly Problem[] },
): Html =>
  changePage(visit, {
    title: 'Remove your mobile phone number',
    intro: html`${writtenPhone} is taken off your account. When you have forgotten your password, a token can then be sent by email only.`,
    action: '/account/contact/phone/remove',
    fields: hiddenField('phone', visit.account.phone ?? ''),
    submit: 'Remove the number',
    submitTone: 'danger',
    ...p,
  });
