import { type Contact, contact, type Html, html, linkButton } from '../../../ui/index.ts';
import {
  factorForms,
  factorHeading,
  factorHelp,
  otherThanCodes,
} from '../second-factor/asked-factor.page.ts';
import type { OfferedPasskey } from '../second-factor/passkey.page.ts';
import { type StepPage, stepForm, stepPage } from './frame.page.ts';

export interface CodePage extends StepPage {
  /** This recovery takes no more codes. */
  spent: boolean;
  hasApp: boolean;
  /** The OTP app is blocked: only a recovery code, or a passkey, goes on. */
  blocked: boolean;
  passkey: OfferedPasskey;
  customerCare: Contact;
}

export const codePage = (p: CodePage): Html =>
  stepPage(
    { ...p, notice: p.passkey.notice ?? p.notice },
    {
      heading: p.spent ? 'Begin again' : factorHeading(p),
      intro: p.spent ? 'With a new token, the answers to your questions, and a new code.' : introOf(p),
      body: html`
        ${
          p.spent
            ? html`<div class="buttons">${linkButton({ href: '/recover?another=yes', text: 'Begin again' })}</div>`
            : factorForms({ ...p, passkeyFields: { recovery: p.recovery } }, (body) =>
                stepForm(p, { action: '/recover/code', body, submit: 'Continue' }),
              )
        }
        ${factorHelp(p, p.shell)}
        ${(p.blocked || !p.hasApp) && contact(p.customerCare, p.shell.reference)}`,
    },
  );

const introOf = ({ hasApp, blocked }: CodePage): string =>
  hasApp && !blocked
    ? 'Your account asks for a second factor here too. Open your OTP app and enter the six digits that it shows now.'
    : otherThanCodes({ hasApp }, 'is accepted here');
