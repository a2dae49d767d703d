import { inWords } from '../../../kernel/index.ts';
import type { LetterFields } from '../message-kinds.ts';
import { contactOf, type Letter, type Letterhead } from './letter.ts';

/** The owner has asked for the account to be deleted: the day, what happens until then, and the way back. */
export const deletionAsked = (
  { firstName, dueAt, at, address, browser, link }: LetterFields['deletion-asked'],
  { brand, customerCare }: Letterhead,
): Letter => ({
  subject: `Your ${brand} Master Account will be deleted`,
  heading: 'Your account will be deleted',
  blocks: [
    { paragraph: `Hello ${firstName},` },
    {
      paragraph: `you asked for your ${brand} Master Account to be deleted. Everybody was signed out, and it opens no services any more.`,
    },
    {
      facts: [
        ['Deleted on', inWords(dueAt)],
        // Letters that were recorded before they knew it do not say when.
        ...(at === undefined ? [] : [['Asked on', inWords(at)] as [string, string]]),
        ...(address === undefined ? [] : [['From', address] as [string, string]]),
        ...(browser === undefined ? [] : [['Browser', browser] as [string, string]]),
      ],
    },
    {
      paragraph:
        'Until then you can change your mind: sign in, and choose Keep my account. After that everything in it is gone, and nobody can bring it back. Your accounts at the services themselves stay as they are.',
    },
    { button: 'Sign in to keep my account', href: link },
    {
      paragraph: `If you did not ask for this, somebody knows your password. Sign in, keep your account and change the password; or tell ${customerCare.name} at once: ${contactOf(customerCare)}.`,
    },
  ],
});
