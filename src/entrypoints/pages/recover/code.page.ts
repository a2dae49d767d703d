import { type Contact, contact, field, type Html, html, linkList } from '../../../ui/index.ts';
import { type StepPage, stepForm, stepPage } from './frame.page.ts';

export interface CodePage extends StepPage {
  hasApp: boolean;
  /** The OTP app is blocked: only a recovery code goes on. */
  blocked: boolean;
  customerCare: Contact;
}

export const codePage = (p: CodePage): Html => {
  const onlyRecovery = p.blocked || !p.hasApp;
  return stepPage(p, {
    heading: onlyRecovery ? 'Enter a recovery code' : 'Enter your code',
    intro: introOf(p),
    body: html`
      ${stepForm(p, {
        action: '/recover/code',
        body: field({
          label: onlyRecovery ? 'Recovery code' : 'Code',
          name: 'code',
          autocomplete: 'one-time-code',
          inputmode: onlyRecovery ? 'text' : 'numeric',
          hint: onlyRecovery
            ? undefined
            : 'Your phone is not at hand? Enter one of your recovery codes instead.',
          problems: p.problems,
          required: true,
          maxlength: 32,
          look: 'code',
        }),
        submit: 'Continue',
      })}
      ${linkList([{ href: `/help?topic=codes&reference=${encodeURIComponent(p.shell.reference)}#answer`, text: 'The code is not accepted' }])}
      ${onlyRecovery && contact(p.customerCare, p.shell.reference)}`,
  });
};

function introOf({ hasApp, blocked }: CodePage): string {
  if (!hasApp) {
    return 'Your account has a passkey, which signs you in without any password. To choose a new password here, one of your recovery codes is asked for.';
  }
  return blocked
    ? 'There were 100 wrong codes in a row, so codes of the OTP app are not accepted any more. One of your recovery codes goes on.'
    : 'Your account asks for a second factor here too. Open your OTP app and enter the six digits that it shows now.';
}
