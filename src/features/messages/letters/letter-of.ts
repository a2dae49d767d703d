import { inWords } from '../../../kernel/index.ts';
import type { FilledLetter, LetterFields } from '../message-kinds.ts';
import { accountChanged } from './account-changed.ts';
import { deletionAsked } from './deletion-asked.ts';
import {
  emailArrived,
  emailChangeAsked,
  emailChanged,
  emailChangeTaken,
  emailChangeToken,
  emailLeft,
  emailReturned,
} from './email-change.ts';
import { htmlMail } from './html-mail.ts';
import { contactOf, type Letter, type Letterhead } from './letter.ts';
import { passwordEnds } from './password-ends.ts';
import { plainText } from './plain-text.ts';
import { recoveryToken, recoveryWithoutAccount, recoveryWithoutText } from './recovery.ts';
import { resetStarted } from './reset-started.ts';

/** A message as it is sent: subject, plain text and HTML of one source. */
export function letterOf(
  filled: FilledLetter,
  letterhead: Letterhead,
): { subject: string; text: string; html: string } {
  const letter = wordsOf(filled, letterhead);
  return { subject: letter.subject, text: plainText(letter, letterhead), html: htmlMail(letter, letterhead) };
}

function wordsOf(filled: FilledLetter, letterhead: Letterhead): Letter {
  switch (filled.kind) {
    case 'registration-token':
      return registrationToken(filled.fields, letterhead);
    case 'already-registered':
      return alreadyRegistered(filled.fields, letterhead);
    case 'account-created':
      return accountCreated(filled.fields, letterhead);
    case 'service-linked':
      return serviceLinked(filled.fields, letterhead);
    case 'link-ended':
      return linkEnded(filled.fields, letterhead);
    case 'password-changed':
      return passwordChanged(filled.fields, letterhead);
    case 'second-factor-token':
      return secondFactorToken(filled.fields, letterhead);
    case 'email-change-token':
      return emailChangeToken(filled.fields, letterhead);
    case 'email-change-taken':
      return emailChangeTaken(filled.fields, letterhead);
    case 'email-change-asked':
      return emailChangeAsked(filled.fields, letterhead);
    case 'email-changed':
      return emailChanged(filled.fields, letterhead);
    case 'email-arrived':
      return emailArrived(filled.fields, letterhead);
    case 'email-left':
      return emailLeft(filled.fields, letterhead);
    case 'email-returned':
      return emailReturned(filled.fields, letterhead);
    case 'recovery-token':
    case 'recovery-token-known-device':
      return recoveryToken(filled.fields, letterhead);
    case 'recovery-without-text':
      return recoveryWithoutText(filled.fields, letterhead);
    case 'recovery-without-account':
      return recoveryWithoutAccount(filled.fields, letterhead);
    case 'deletion-asked':
      return deletionAsked(filled.fields, letterhead);
    case 'password-ends':
      return passwordEnds(filled.fields, letterhead);
    case 'reset-started':
      return resetStarted(filled.fields, letterhead);
    case 'account-changed':
      return accountChanged(filled.fields, letterhead);
  }
}

/** The subject by which people look for the token of their registration. */
export const tokenSubject = (brand: string): string => `${brand} Email Validation Token`;

const registrationToken = (
  { token, link, expiresAt }: LetterFields['registration-token'],
  { brand }: Letterhead,
): Letter => ({
  subject: tokenSubject(brand),
  heading: 'Verify your email address',
  blocks: [
    { paragraph: `Enter this token on the page where you are creating your ${brand} Master Account:` },
    { token },
    { paragraph: 'Or open this link in the same browser. It fills the token in; you still press Register.' },
    { button: 'Fill in the token', href: link },
    { paragraph: `The token works once, until ${inWords(expiresAt)}. A newer token replaces it.` },
    {
      paragraph:
        'If you did not ask for this, somebody typed your address by mistake. No account is made without the token, so there is nothing to do.',
    },
  ],
});

const secondFactorToken = (
  { firstName, token, expiresAt }: LetterFields['second-factor-token'],
  letterhead: Letterhead,
): Letter => ({
  subject: `${letterhead.brand} token to set up your second factor`,
  heading: 'Set up your second factor',
  blocks: [
    { paragraph: `Hello ${firstName},` },
    {
      paragraph:
        'an OTP app or a passkey is being set up for your account. Enter this token on its page, in the same browser:',
    },
    { token },
    { paragraph: `The token works once, until ${inWords(expiresAt)}. A newer token replaces it.` },
    {
      paragraph: `If that is not you, somebody else knows your password. ${notYou(letterhead)}`,
    },
  ],
});

const alreadyRegistered = ({ link }: LetterFields['already-registered'], { brand }: Letterhead): Letter => ({
  subject: `You already have a ${brand} Master Account`,
  heading: 'You already have an account',
  blocks: [
    {
      paragraph: `Somebody has just asked to create a ${brand} Master Account with this address. It has one already, so nothing was created or changed.`,
    },
    { paragraph: 'If it was you, sign in with the password of that account.' },
    { button: 'Sign in', href: link },
    { paragraph: 'If it was not you, there is nothing to do.' },
  ],
});

const accountCreated = (
  { firstName }: LetterFields['account-created'],
  { brand, issuer }: Letterhead,
): Letter => ({
  subject: `Your ${brand} Master Account is ready`,
  heading: 'Your account is ready',
  blocks: [
    { paragraph: `Hello ${firstName},` },
    {
      paragraph: `your address is verified and your ${brand} Master Account is created. Sign in with it once, link your services, and they open without asking again.`,
    },
    { button: 'Sign in', href: `${issuer}/` },
  ],
});

const serviceLinked = (
  { firstName, service, username, at }: LetterFields['service-linked'],
  letterhead: Letterhead,
): Letter => ({
  subject: `${service} is linked to your ${letterhead.brand} Master Account`,
  heading: `${service} is linked`,
  blocks: [
    { paragraph: `Hello ${firstName},` },
    { paragraph: `from now on your Master Account opens ${service} without asking for its password.` },
    {
      facts: [
        ['Service', service],
        ['Username', username],
        ['Linked', inWords(at)],
      ],
    },
    { paragraph: notYou(letterhead) },
  ],
});

const linkEnded = (
  { firstName, service, username, at }: LetterFields['link-ended'],
  letterhead: Letterhead,
): Letter => ({
  subject: `${service} has ended its link to your ${letterhead.brand} Master Account`,
  heading: `${service} is no longer linked`,
  blocks: [
    { paragraph: `Hello ${firstName},` },
    {
      paragraph: `${service} has ended the link to your account there, so your Master Account does not open it any more. Services do this when the account was closed or disabled, or got a new password.`,
    },
    {
      facts: [
        ['Service', service],
        ['Username', username],
        ['Ended', inWords(at)],
      ],
    },
    {
      paragraph: `You can link again at your next visit to ${service}, with the username and password that are right now.`,
    },
    { paragraph: tellCare(letterhead, 'If you did not expect this') },
  ],
});

const passwordChanged = (
  { firstName, changedAt }: LetterFields['password-changed'],
  letterhead: Letterhead,
): Letter => ({
  subject: `Your ${letterhead.brand} Master Account password was changed`,
  heading: 'Your password was changed',
  blocks: [
    { paragraph: `Hello ${firstName},` },
    { paragraph: `the password of your Master Account was changed on ${inWords(changedAt)}.` },
    { paragraph: notYou(letterhead) },
  ],
});

const notYou = (letterhead: Letterhead): string => tellCare(letterhead, 'If this was not you');

const tellCare = ({ customerCare }: Letterhead, when: string): string =>
  `${when}, tell ${customerCare.name} at once: ${contactOf(customerCare)}.`;
