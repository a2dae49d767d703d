import type { LetterFields } from '../message-kinds.ts';
import { inWords } from './instant-in-words.ts';
import type { Letter, Letterhead } from './letter.ts';

/** What happened, as a heading; the subject says it too. */
const HAPPENED: Record<string, string> = {
  'password-changed': 'Your password was changed',
  'password-reset': 'Your password was reset',
  'password-expiration-changed': 'The expiration of your password was changed',
  'totp-on': 'Your OTP app was turned on',
  'totp-off': 'Your OTP app was turned off',
  'totp-replaced': 'Your OTP app was replaced',
  'recovery-codes-renewed': 'You have new recovery codes',
  'recovery-code-used': 'A recovery code was used',
  'passkey-added': 'A passkey was added',
  'passkey-removed': 'A passkey was removed',
  'email-changed': 'Your email address was changed',
  'email-change-undone': 'The change of your email address was undone',
  'phone-changed': 'Your mobile phone number was changed',
  'phone-verified': 'Your mobile phone number was verified',
  'phone-removed': 'Your mobile phone number was removed',
  'name-changed': 'Your name was changed',
  'pin-changed': 'Your support PIN was changed',
  'questions-changed': 'Your security questions were replaced',
  'link-added': 'A service was linked',
  'link-removed': 'A link was removed',
  'account-kept': 'Your account is kept',
  'new-device': 'You signed in from a new device',
};

/** What happened, in words, for the page that the notice leads to. @param change one of `AccountChange` of the notices */
export const changeInWords = (change: string): string => HAPPENED[change] ?? 'Your account was changed';

/** The notice of a change: what, when, from where, and what to do if it was somebody else. */
export function accountChanged(
  { firstName, change, detail, at, address, browser, link }: LetterFields['account-changed'],
  { brand }: Letterhead,
): Letter {
  const happened = changeInWords(change);
  const facts: [string, string | undefined][] = [
    ['What', detail],
    ['When', inWords(at)],
    ['From', address],
    ['Browser', browser],
  ];
  return {
    subject: `${happened} · ${brand} Master Account`,
    heading: happened,
    blocks: [
      { paragraph: `Hello ${firstName},` },
      { paragraph: `this happened to your ${brand} Master Account:` },
      { facts: facts.filter((fact): fact is [string, string] => fact[1] !== undefined) },
      {
        paragraph:
          'If it was you, there is nothing to do. If it was not, open this link within 72 hours: it signs everybody out and lets you choose a new password.',
      },
      { button: 'This wasn’t me', href: link },
    ],
  };
}
