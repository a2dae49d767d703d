// Outgoing mail over SMTP: hands one message to a relay and tells what the relay said.
//   mailer.ts     which relays are tried for a recipient, in what order
//   relay.ts      one relay: its connections, its timeouts, and whether it is down
//   room.ts       how many connections it lets us have
//   mail.ts       a mail as the library takes it, safe from second headers and recipients
//   check-relay.ts  lets a relay let us in, and sends nothing
//   dkim.ts       the key that mail is signed with
//   delivery.ts   what replies and broken connections mean for the try
export { checkRelay, type RelayFault } from './check-relay.ts';
export { type Delivery, shortened, wordsOfReply } from './delivery.ts';
export { type DkimSettings, dkimOptions } from './dkim.ts';
export { domainOf, type Mail } from './mail.ts';
export { type FurtherRelay, type Mailer, type MailerOptions, openMailer, type TurnOf } from './mailer.ts';
export type { AnswerTurn, SmtpSettings, Way } from './relay.ts';
