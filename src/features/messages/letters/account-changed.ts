import { inWords } from '../../../kernel/index.ts';
import { changeInWords } from '../account-change.ts';
import type { LetterFields } from '../message-kinds.ts';
import type { Letter, Letterhead } from './letter.ts';

/** The notice of a change: what, when, from where, and what to do if it was somebody else. */
export function accountChanged(
  {
    firstName,
    change,
    detail,
    besides = [],
    at,
    address,
    browser,
    by,
    link,
  }: LetterFields['account-changed'],
  { brand, customerCare }: Letterhead,
): Letter {
  const happened = changeInWords(change);
  const facts: (readonly [string, string | undefined])[] = [
    ['What', detail],
    ['When', inWords(at)],
    ['By', by && customerCare.name],
    ['From', address],
    ['Browser', browser],
    ...besides,
  ];
  return {
    subject: `${happened} · ${brand} Master Account`,
    heading: happened,
    blocks: [
      { paragraph: `Hello ${firstName},` },
      { paragraph: `this happened to your ${brand} Master Account:` },
      { facts: facts.filter((fact): fact is readonly [string, string] => fact[1] !== undefined) },
      {
        paragraph:
          'If it was you, there is nothing to do. If it was not, open this link within 72 hours: it signs everybody out and lets you choose a new password.',
      },
      { button: 'This wasn’t me', href: link },
    ],
  };
}
