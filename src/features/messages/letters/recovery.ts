// The letters of "Forgot your password". Anybody can cause the first by typing an address, so none says more about an
// account than that it is there, and that to its own address only.
import { inWords } from '../../../kernel/index.ts';
import type { LetterFields } from '../message-kinds.ts';
import type { Letter, Letterhead } from './letter.ts';

export const recoveryToken = (
  { token, link, expiresAt }: LetterFields['recovery-token'],
  { brand }: Letterhead,
): Letter => ({
  subject: `${brand} token to reset your password`,
  heading: 'Reset your password',
  blocks: [
    {
      paragraph: `Enter this token on the page where you are resetting your ${brand} Master Account password:`,
    },
    { token },
    { paragraph: 'Or open this link in the same browser. It fills the token in; you still press Continue.' },
    { button: 'Fill in the token', href: link },
    { paragraph: `The token works once, until ${inWords(expiresAt)}. A newer token replaces it.` },
    {
      paragraph:
        'If you did not ask for this, there is nothing to do: without the token and your answers nothing changes. Give the token to nobody, whoever asks.',
    },
  ],
});

export const recoveryWithoutText = (
  { link }: LetterFields['recovery-without-text'],
  { brand }: Letterhead,
): Letter => ({
  subject: `No text message was sent for your ${brand} Master Account`,
  heading: 'No text message was sent',
  blocks: [
    {
      paragraph: `Somebody has asked to reset the password of your ${brand} Master Account with a token by SMS. None was sent: your account has no verified mobile phone number, or text messages are not sent here.`,
    },
    { paragraph: 'If it was you, open this link in the same browser, and choose Email.' },
    { button: 'Choose Email', href: link },
    { paragraph: 'If it was not you, there is nothing to do.' },
  ],
});

export const recoveryWithoutAccount = (
  { link }: LetterFields['recovery-without-account'],
  { brand }: Letterhead,
): Letter => ({
  subject: `There is no ${brand} Master Account for this address`,
  heading: 'There is no account for this address',
  blocks: [
    {
      paragraph: `Somebody has asked to reset the password of a ${brand} Master Account with this address. There is no account for it, so no token was sent.`,
    },
    {
      paragraph:
        'If it was you, you may have registered with another address, or not yet. Begin at the service that you want to use.',
    },
    { button: 'Go to the start', href: link },
    { paragraph: 'If it was not you, there is nothing to do.' },
  ],
});
