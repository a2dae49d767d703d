import { inWords } from '../../../kernel/index.ts';
import type { LetterFields } from '../message-kinds.ts';
import { contactOf, type Letter, type Letterhead } from './letter.ts';

// The letters of a change of address: to the new one, to the one that was left, and to whoever has it already.

/** The subject by which people look for the token of their new address. */
export const emailChangeSubject = (brand: string): string => `${brand} token for your new email address`;

export const emailChangeToken = (
  { token, link, expiresAt }: LetterFields['email-change-token'],
  { brand }: Letterhead,
): Letter => ({
  subject: emailChangeSubject(brand),
  heading: 'Verify your new email address',
  blocks: [
    {
      paragraph: `Enter this token on the page where you are changing the address of your ${brand} Master Account:`,
    },
    { token },
    {
      paragraph: 'Or open this link in the same browser. It fills the token in; you still press the button.',
    },
    { button: 'Fill in the token', href: link },
    { paragraph: `The token works once, until ${inWords(expiresAt)}. A newer token replaces it.` },
    {
      paragraph:
        'If you did not ask for this, somebody typed your address by mistake. Nothing changes without the token, so there is nothing to do.',
    },
  ],
});

export const emailChangeTaken = (
  { link }: LetterFields['email-change-taken'],
  { brand }: Letterhead,
): Letter => ({
  subject: `Your address was typed into another ${brand} Master Account`,
  heading: 'This address has an account already',
  blocks: [
    {
      paragraph: `Somebody has just asked to use this address for another ${brand} Master Account. It has one already, and an address belongs to one account only, so nothing was changed, there or here.`,
    },
    {
      paragraph:
        'If it was you, sign in to the account of this address, and change or delete that one first.',
    },
    { button: 'Sign in', href: link },
    { paragraph: 'If it was not you, there is nothing to do.' },
  ],
});

export const emailChangeAsked = (
  { firstName, to, at, address, browser, link }: LetterFields['email-change-asked'],
  { brand, customerCare }: Letterhead,
): Letter => ({
  subject: `Your ${brand} Master Account is to get another email address`,
  heading: 'Another email address was asked for',
  blocks: [
    { paragraph: `Hello ${firstName},` },
    { paragraph: 'somebody who knows your password has asked to change the address of your Master Account.' },
    { facts: facts(['New address', to], ['When', inWords(at)], ['From', address], ['Browser', browser]) },
    {
      paragraph:
        'Nothing has changed yet: a token was sent to the new address, and you are told here once it is entered.',
    },
    ...(link === undefined
      ? [{ paragraph: `If it was not you, tell ${customerCare.name}: ${customerCare.email}.` }]
      : [
          {
            paragraph:
              'If it was not you, open this link now: nothing comes of the change then, everybody is signed out, and you choose a new password.',
          },
          { button: 'This wasn’t me', href: link },
        ]),
  ],
});

export const emailChanged = (
  { firstName, left, to, back, at, address, browser, link }: LetterFields['email-changed'],
  { brand }: Letterhead,
): Letter => ({
  subject: `Your email address was changed · ${brand} Master Account`,
  heading: 'Your email address was changed',
  blocks: [
    { paragraph: `Hello ${firstName},` },
    { paragraph: `the address of your ${brand} Master Account was changed:` },
    {
      facts: facts(
        ['Until now', left],
        ['From now on', to],
        ['When', inWords(at)],
        ['From', address],
        ['Browser', browser],
      ),
    },
    {
      paragraph: `If it was you, there is nothing to do. If it was not, open this link within 72 hours: the address goes back to ${back}, everybody is signed out, and you choose a new password. It works even if your password was changed.`,
    },
    { button: 'Undo the change', href: link },
  ],
});

export const emailArrived = (
  { firstName, left, at }: LetterFields['email-arrived'],
  { brand, issuer }: Letterhead,
): Letter => ({
  subject: `This is now the address of your ${brand} Master Account`,
  heading: 'This address is yours to sign in with',
  blocks: [
    { paragraph: `Hello ${firstName},` },
    {
      paragraph: `from now on you sign in to your ${brand} Master Account with this address, and are written to here. Your password and your links are what they were.`,
    },
    { facts: facts(['Until now', left], ['Changed', inWords(at)]) },
    { button: 'Sign in', href: `${issuer}/` },
  ],
});

export const emailLeft = (
  { at }: LetterFields['email-left'],
  { brand, customerCare }: Letterhead,
): Letter => ({
  subject: `The change of an email address was undone · ${brand} Master Account`,
  heading: 'The change of address was undone',
  blocks: [
    {
      paragraph: `On ${inWords(at)} the ${brand} Master Account that had this address went back to the one before it. Nothing is sent here any more, and nobody signs in with this address.`,
    },
    {
      paragraph: `If it was you who had changed it, somebody who reads mail at the earlier address has undone that: tell ${customerCare.name}, ${customerCare.email}.`,
    },
  ],
});

export const emailReturned = (
  { at }: LetterFields['email-returned'],
  { brand, customerCare }: Letterhead,
): Letter => ({
  subject: `${customerCare.name} has undone an undo · ${brand} Master Account`,
  heading: 'The account has its newer address again',
  blocks: [
    {
      paragraph: `The change of address of a ${brand} Master Account was undone from here. On ${inWords(at)} ${customerCare.name} gave the account the newer address again, for somebody who knew its support PIN and the answers to its security questions on the phone.`,
    },
    {
      paragraph: `If that was not you, and the account is yours, tell ${customerCare.name} now: ${contactOf(customerCare)}.`,
    },
  ],
});

const facts = (...all: [string, string | undefined][]): [string, string][] =>
  all.filter((fact): fact is [string, string] => fact[1] !== undefined);
