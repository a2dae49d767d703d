import {
  field,
  type Html,
  html,
  type Problem,
  passkeyInstead,
  passwordField,
  usernameForPasswordManagers,
} from '../../../ui/index.ts';

/** The field of the password that is asked for again. A new one on the same page has another name. */
export const CURRENT_PASSWORD = 'currentPassword';

/** What is asked for besides the password: a code of the OTP app (or a recovery code), a recovery code alone, or nothing. */
export type AskedCode = 'code' | 'recovery-code' | false;

/** The fields by which whoever changes something proves who they are: last in the form, before its button. */
export const identityFields = ({
  email,
  askForCode,
  problems,
}: {
  email: string;
  askForCode: AskedCode;
  problems: readonly Problem[] | undefined;
}): Html => html`
  ${usernameForPasswordManagers(email)}
  ${passwordField({
    label: 'Your Master Account password',
    name: CURRENT_PASSWORD,
    autocomplete: 'current-password',
    hint: 'To be sure that it is you.',
    problems,
    required: true,
  })}
  ${
    askForCode !== false &&
    html`${field({
      ...WORDS[askForCode],
      name: 'code',
      autocomplete: 'one-time-code',
      inputmode: 'text',
      problems,
      required: true,
      maxlength: 32,
      look: 'code',
    })}
    ${passkeyInstead({ instead: 'code', from: '/account/passkeys/options', text: 'Use your passkey instead' })}`
  }`;

const WORDS = {
  code: { label: 'Code from your OTP app', hint: 'Six digits. Or one of your recovery codes.' },
  'recovery-code': { label: 'Recovery code', hint: 'One of the ten that you were shown.' },
} as const;
