// Names and what is wrong with contact details: the same at registration and where they are changed.
import { field, type Html, html, type Problem } from '../../../ui/index.ts';

export interface NameFields {
  firstName: string;
  lastName: string;
  problems: readonly Problem[];
}

// Nothing has a `maxlength`: what is too long must be said to be, not be cut without a word.
export const nameFields = ({ firstName, lastName, problems }: NameFields): Html => html`
  ${field({
    label: 'First name',
    name: 'firstName',
    autocomplete: 'given-name',
    value: firstName,
    problems,
    required: true,
  })}
  ${field({
    label: 'Last name',
    name: 'lastName',
    autocomplete: 'family-name',
    value: lastName,
    problems,
    required: true,
  })}`;

export type ContactField = 'firstName' | 'lastName' | 'phone' | 'pin';
export type ContactFault = 'name-missing' | 'name-too-long' | 'phone-form' | 'phone-impossible' | 'pin-form';

/** What is wrong with one of the contact details, in words. */
export function contactProblemText(field: ContactField, fault: ContactFault): string {
  const name = field === 'firstName' ? 'first name' : 'last name';
  switch (fault) {
    case 'name-missing':
      return `Enter your ${name}.`;
    case 'name-too-long':
      return `Your ${name} is too long. Use at most 100 characters.`;
    case 'phone-form':
      return 'The phone number must start with a plus sign and the country calling code, e.g. +1-555-555-5555.';
    case 'phone-impossible':
      return 'The phone number must start with a plus sign and the country calling code, e.g. +1-555-555-5555. Yours has too few or too many digits, or other characters.';
    case 'pin-form':
      return 'The PIN must be digits only, 4 to 10 of them.';
  }
}
