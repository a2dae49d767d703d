// Mail that comes in: bounded in every direction, whoever sends it.
//   smtp-intake.ts        a server that takes mail for a few addresses and relays none
//   admit-connections.ts  how many connections there may be at once, how often they come, and for how long they stay
//   watch-replies.ts      ends a connection that errs or talks too much
//   first-bytes.ts        reads a mail, and keeps its beginning
//   imap-mailbox.ts       a mailbox that others deliver to, looked into from time to time
//   check-mailbox.ts      whether it opens
export { checkMailbox } from './check-mailbox.ts';
export { type ImapSettings, lookIntoMailbox, type Verdict } from './imap-mailbox.ts';
export { openSmtpIntake, type SmtpIntake, type SmtpIntakeSettings, type TakenMail } from './smtp-intake.ts';
