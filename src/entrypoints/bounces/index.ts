// Bounces coming in: mail that mail servers send to the return paths of our mail.
//   take-in-bounces.ts      starts what the configuration asks for
//   listen-for-bounces.ts   an SMTP listener: the MX of the domain of our return paths, or behind it
//   poll-mailbox.ts         a mailbox that they are delivered to, read over IMAP
//   arrived-at.ts           the return path that a mail in a mailbox came to
// What a bounce says is features/messages/bounces' matter. None is ever answered by mail. Several nodes may each take
// bounces in, or read the same mailbox: a word is filed once.
export { type BounceIntakeSettings, takeInBounces } from './take-in-bounces.ts';
