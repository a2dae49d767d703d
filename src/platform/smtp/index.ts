// Outgoing mail over SMTP: hands one message to a relay and tells what the relay said.
//   mailer.ts     which relays are tried for a recipient, in what order
//   relay.ts      one relay: its connections, its timeouts, and whether it is down
//   mail.ts       a mail as the library takes it, safe from second headers and recipients
//   dkim.ts       the key that mail is signed with
//   delivery.ts   what replies and broken connections mean for the try
export { type Delivery, shortened, wordsOfReply } from './delivery.ts';
export type { DkimSettings } from './dkim.ts';
export type { Mail } from './mail.ts';
export { type FurtherRelay, type Mailer, type MailerOptions, openMailer } from './mailer.ts';
export { CONNECTIONS, type SmtpSettings } from './relay.ts';
