import { inWords } from '../../../kernel/index.ts';
import type { LetterFields } from '../message-kinds.ts';
import { contactOf, type Letter, type Letterhead } from './letter.ts';

/**
 * The way to a new password that an agent may send. There is no token in it: that one is sent to the browser which asks
 * for it, so that whoever reads this letter has nothing yet.
 */
export const resetStarted = (
  { firstName, at, link }: LetterFields['reset-started'],
  { brand, customerCare }: Letterhead,
): Letter => ({
  subject: `Reset the password of your ${brand} Master Account`,
  heading: 'Reset your password',
  blocks: [
    { paragraph: `Hello ${firstName},` },
    {
      paragraph: `${customerCare.name} was asked on the phone to start a reset of your password, on ${inWords(at)}. Open this link and enter your address; a token is then sent to you. Nobody at ${customerCare.name} knows your password, or chooses one for you.`,
    },
    { button: 'Reset your password', href: link },
    {
      paragraph: `If you did not ask for this, nothing has changed, but somebody knows your support PIN: choose another one in Manage My Account, and tell ${customerCare.name}: ${contactOf(customerCare)}.`,
    },
  ],
});
