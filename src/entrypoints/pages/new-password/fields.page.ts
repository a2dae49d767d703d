// A new password with its confirmation, checklist and expiration: the same at registration and where one is replaced.
import type {
  ExpirationFault,
  NewPasswordRefusal,
  PasswordFault,
} from '../../../features/passwords/index.ts';
import {
  type ChecklistItem,
  field,
  type Html,
  html,
  type Problem,
  passwordField,
  select,
} from '../../../ui/index.ts';

/** The shortest and the longest password, in characters. */
export interface PasswordLength {
  min: number;
  max: number;
}

export interface NewPasswordFields {
  length: PasswordLength;
  problems: readonly Problem[];
  /** A choice, or `date`. */
  expiration: string;
  /** ISO date, as typed. */
  date: string;
  /** Where the browser asks about what it cannot judge itself. */
  check?: string | undefined;
  hint?: string | undefined;
  required: boolean;
}

/** The requirements, by the names that `unmetRequirements` gives them. */
const requirements = (length: PasswordLength): readonly ChecklistItem[] => [
  { id: 'length', text: `At least ${length.min} characters, of any kind`, length },
  { id: 'uncommon', text: 'Not common, and not known from a breach' },
  { id: 'impersonal', text: 'Not made of your name, your address, or names of the company and its services' },
  { id: 'same', text: 'The same in both fields', same: 'passwordConfirmation' },
];

const expirations = [
  { value: 'never', text: 'Never' },
  { value: '30-days', text: 'After 30 days' },
  { value: '60-days', text: 'After 60 days' },
  { value: '90-days', text: 'After 90 days' },
  { value: '180-days', text: 'After 180 days' },
  { value: '1-year', text: 'After one year' },
  { value: 'date', text: 'On a date' },
];

export const newPasswordFields = (f: NewPasswordFields): Html => html`
  ${passwordField({
    label: 'New password',
    name: 'password',
    autocomplete: 'new-password',
    hint:
      f.hint ?? 'A few words that have nothing to do with each other are easy to remember and hard to guess.',
    problems: f.problems,
    required: f.required,
    checklist: requirements(f.length),
    check: f.check,
  })}
  ${passwordField({
    label: 'Password again',
    name: 'passwordConfirmation',
    autocomplete: 'new-password',
    problems: f.problems,
    required: f.required,
  })}
  ${expirationFields({ ...f, hint: 'When you want to be asked for a new password.' })}`;

/** When the password expires. */
export const expirationFields = (
  f: Pick<NewPasswordFields, 'expiration' | 'date' | 'problems'> & { hint: string },
): Html => html`
  ${select({
    label: 'Password expiration',
    name: 'passwordExpiration',
    choices: expirations,
    value: f.expiration,
    hint: f.hint,
    problems: f.problems,
  })}
  <div class="date-of-expiration">${field({
    label: 'Date of expiration',
    name: 'passwordExpirationDate',
    type: 'date',
    autocomplete: 'off',
    value: f.date,
    hint: 'For example 2027-03-31.',
    problems: f.problems,
  })}</div>`;

interface Wording {
  length: PasswordLength;
  /** Whether a password was entered that has nothing wrong but what is refused here. */
  typed: boolean;
  sameAsOld?: string;
}

/** The refusal of a new password in words, each at its field. */
export function newPasswordProblems(
  { password, confirmation, expiration }: NewPasswordRefusal,
  { length, typed, sameAsOld = 'This is the password that you have. Choose another one.' }: Wording,
): Problem[] {
  const problems: Problem[] = password.map((fault) => ({
    field: 'password',
    message: fault === 'same-as-old' ? sameAsOld : passwordFaultText(fault, length),
  }));
  if (confirmation) {
    problems.push({
      field: 'passwordConfirmation',
      message: 'The two passwords differ. Enter the same one twice.',
    });
  }
  // First what is to be put right, then what it takes beside that.
  const also = typed && problems.length === 0 ? [enterAgain] : [];
  if (expiration)
    problems.push({ field: 'passwordExpirationDate', message: expirationFaultText(expiration) });
  return [...problems, ...also];
}

/** A password is never sent back, so both fields come up empty. */
const enterAgain: Problem = {
  field: 'password',
  message: 'Enter the password again, in both fields. It is not kept until the rest is right.',
};

/** Which of the checklist's requirements those faults leave unmet. */
export const unmetRequirements = (faults: readonly PasswordFault[]): string[] => [
  ...new Set(faults.map(requirementOf)),
];

function requirementOf(fault: PasswordFault): string {
  switch (fault) {
    case 'missing':
    case 'too-short':
    case 'too-long':
      return 'length';
    case 'common':
    case 'breached':
      return 'uncommon';
    default:
      return 'impersonal';
  }
}

function passwordFaultText(fault: PasswordFault, { min, max }: PasswordLength): string {
  switch (fault) {
    case 'missing':
      return 'Enter a password.';
    case 'too-short':
      return `The password is too short. Use at least ${min} characters.`;
    case 'too-long':
      return `The password is too long. Use at most ${max} characters.`;
    case 'common':
      return 'The password is made of common words or patterns. Add words that nobody would expect together.';
    case 'breached':
      return 'The password is known from a breach elsewhere, and is among the first that are tried. Choose another one.';
    case 'contains-own-name':
      return 'The password is made of your name. Use words that have nothing to do with you.';
    case 'contains-address':
      return 'The password is made of your email address. Use words that have nothing to do with you.';
    case 'contains-brand':
      return 'The password is made of the name of the company or its account. Use words that have nothing to do with it.';
    case 'contains-service':
      return 'The password is made of the name of a service. Use words that have nothing to do with it.';
  }
}

function expirationFaultText(fault: ExpirationFault): string {
  switch (fault) {
    case 'date-form':
      return 'Enter the date of expiration as year-month-day, such as 2027-03-31.';
    case 'date-past':
      return 'The date of expiration is over: dates end at midnight UTC. Choose a later one.';
    case 'date-too-far':
      return 'The date of expiration is too far away. Choose one within ten years.';
  }
}
