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

/** The fields by which whoever changes something proves who they are: last in the form, before its button. */
export const identityFields = ({
  email,
  askForCode,
  problems,
}: {
  email: string;
  askForCode: boolean;
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
    askForCode &&
    html`${field({
      label: 'Code from your OTP app',
      name: 'code',
      autocomplete: 'one-time-code',
      inputmode: 'text',
      hint: 'Six digits. Or one of your recovery codes.',
      problems,
      required: true,
      maxlength: 32,
      look: 'code',
    })}
    ${passkeyInstead({ instead: 'code', from: '/account/passkeys/options', text: 'Use your passkey instead' })}`
  }`;
