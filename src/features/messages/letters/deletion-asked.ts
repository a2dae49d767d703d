import type { LetterFields } from '../message-kinds.ts';
import { inWords } from './instant-in-words.ts';
import type { Letter, Letterhead } from './letter.ts';

/** The owner has asked for the account to be deleted: the day, what happens until then, and the way back. */
export const deletionAsked = (
  { firstName, dueAt, address, link }: LetterFields['deletion-asked'],
  { brand, customerCare: { name, email, phone } }: Letterhead,
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
        ...(address === undefined ? [] : [['Asked from', address] as [string, string]]),
      ],
    },
    {
      paragraph:
        'Until then you can change your mind: sign in, and choose Keep my account. After that everything in it is gone, and nobody can bring it back. Your accounts at the services themselves stay as they are.',
    },
    { button: 'Sign in to keep my account', href: link },
    {
      paragraph: `If you did not ask for this, somebody knows your password. Sign in, keep your account and change the password; or tell ${name} at once: ${[email, phone].filter(Boolean).join(' or ')}.`,
    },
  ],
});
