// Letters: the words of each kind of message, written once and set as plain text and as HTML.
//   letter.ts       what a letter is made of
//   letter-of.ts    the words of each kind; those of longer stories in files of their own:
//                   account-changed, email-change, recovery, deletion-asked, password-ends
//   plain-text.ts   a letter for a text terminal
//   html-mail.ts    a letter for Gmail, Outlook and the rest, light and dark

export { emailChangeSubject } from './email-change.ts';
export type { Letterhead } from './letter.ts';
export { letterOf, tokenSubject } from './letter-of.ts';
