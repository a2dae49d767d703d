// What binding an OTP app shows, at sign-in and in Manage My Account: the emailed token, the QR code, what was wrong.
import type { AppCodeRefusal } from '../../../features/second-factor/index.ts';
import type { Offer } from '../../../features/totp/index.ts';
import type { Instant } from '../../../kernel/index.ts';
import { field, type Html, type Problem, qrCode } from '../../../ui/index.ts';
import { tokenField } from '../tokens/token-field.page.ts';
import { CODES_SPENT } from './code-problem.page.ts';

export const bindingTokenField = (token: string, problems: readonly Problem[]): Html =>
  tokenField({ token, problems, validity: 'It is valid for 10 minutes, in this browser.' });

/** Above the form: a new QR code must not touch what is being typed. */
export const offeredApp = ({ qrCode: svg, secretText, uri, validUntil }: Offer, now: Instant): Html =>
  qrCode({ svg, secretText, uri, now, validUntil });

export const newAppCodeField = (problems: readonly Problem[]): Html =>
  field({
    label: 'Code that the app shows',
    name: 'code',
    autocomplete: 'one-time-code',
    inputmode: 'numeric',
    problems,
    required: true,
    maxlength: 16,
    look: 'code',
  });

export const newAppCodeProblem = (refusal: AppCodeRefusal): Problem => ({
  ...(refusal.reason !== 'attempt-spent' && { field: 'code' }),
  message: newAppCodeText(refusal),
});

function newAppCodeText(refusal: AppCodeRefusal): string {
  switch (refusal.reason) {
    case 'form':
      return 'Enter the six digits that your OTP app shows.';
    case 'wrong':
      return 'This code is not right. Enter the one that the app shows now for this QR code.';
    case 'clock': {
      const { minutes, clock } = refusal.trouble;
      return `Your phone’s clock is about ${minutes} ${minutes === 1 ? 'minute' : 'minutes'} ${clock}. Set it to automatic, then enter the next code.`;
    }
    case 'over':
      return 'The QR code has run out. Scan the new one, and enter its code.';
    case 'attempt-spent':
      return CODES_SPENT;
  }
}

/** @param lost what they stand in for: whoever has no app reads nothing of one */
export const keepRecoveryCodes = (lost: 'phone' | 'passkey'): string =>
  `Each of these ten codes stands in once for your ${lost}, if it is lost. They are shown only now: print or download them, and keep them where your ${lost} is not.`;
