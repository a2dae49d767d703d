// Outgoing mail over SMTP: hands one message to a relay and tells what the relay said.
//   mailer.ts     which relays are tried for a recipient, in what order
//   compose.ts    writes a mail out and signs it; mail.ts keeps it safe from second headers and recipients
//   relay.ts      one relay, and whether it is down
//   transport.ts  passes a mail on, and knows how far it has come
//   pool.ts       its connections, kept for the next mail; connection.ts: one of them
//   room.ts       how many connections it lets us have
//   answer-turn.ts  who may wait for a relay's answer when
//   check-relay.ts  lets a relay let us in, and sends nothing
//   dkim.ts       the key that mail is signed with
//   delivery.ts   what replies and broken connections mean for the try
export type { Accepted, AnswerTurn } from './answer-turn.ts';
export { checkRelay, type RelayFault } from './check-relay.ts';
export { type Delivery, shortened, wordsOfReply } from './delivery.ts';
export { type DkimSettings, dkimOptions } from './dkim.ts';
export { domainOf, type Mail } from './mail.ts';
export {
  type FurtherRelay,
  type Mailer,
  type MailerOptions,
  openMailer,
  type SendingTurns,
} from './mailer.ts';
export type { Way } from './relay.ts';
export type { SmtpSettings } from './smtp-settings.ts';
