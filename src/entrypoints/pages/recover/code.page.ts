import { type Contact, contact, type Html, html } from '../../../ui/index.ts';
import type { OfferedPasskey } from '../passkey.page.ts';
import { factorForms, factorHeading, factorHelp, otherThanCodes } from '../second-factor.page.ts';
import { type StepPage, stepForm, stepPage } from './frame.page.ts';

export interface CodePage extends StepPage {
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
      heading: factorHeading(p),
      intro:
        p.hasApp && !p.blocked
          ? 'Your account asks for a second factor here too. Open your OTP app and enter the six digits that it shows now.'
          : otherThanCodes(p, 'is accepted here'),
      body: html`
        ${factorForms({ ...p, passkeyFields: { recovery: p.recovery } }, (body) =>
          stepForm(p, { action: '/recover/code', body, submit: 'Continue' }),
        )}
        ${factorHelp(p, p.shell)}
        ${(p.blocked || !p.hasApp) && contact(p.customerCare, p.shell.reference)}`,
    },
  );
