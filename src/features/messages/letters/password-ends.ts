import { inWords } from '../../../kernel/index.ts';
import type { LetterFields } from '../message-kinds.ts';
import type { Letter, Letterhead } from './letter.ts';

/** The password ends soon, on the day that its owner chose. */
export const passwordEnds = (
  { firstName, endsAt, days, link }: LetterFields['password-ends'],
  { brand }: Letterhead,
): Letter => {
  const left = days === 1 ? 'in one day' : `in ${days} days`;
  return {
    subject: `Your ${brand} Master Account password ends ${left}`,
    heading: `Your password ends ${left}`,
    blocks: [
      { paragraph: `Hello ${firstName},` },
      {
        paragraph: `the password of your ${brand} Master Account ends on ${inWords(endsAt)}, as you chose when you set it.`,
      },
      {
        paragraph:
          'Set a new one before that under Authentication. If you do not, you are asked for a new one at your next sign-in after that day.',
      },
      { button: 'Go to Authentication', href: link },
    ],
  };
};
