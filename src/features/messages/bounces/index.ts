// Bounces: the mail that mail servers write about mail.
//   file-bounce.ts       files what one says of our message, by the return path that it came to
//   read-bounce.ts       what it says: from a delivery status notification, or from a text for people
//   mail-parts.ts        takes a mail apart, with limits; decoding.ts: its texts
//   mail-fields.ts       headers, and blocks that are written like them
//   delivery-status.ts   the fields of a notification
//   openings.ts          how servers without notifications begin
//   find-reason.ts       the sentence that says why
//   quoted-reply.ts      a server's reply as somebody else quotes it
export { type FileBounceDeps, fileBounce, type IncomingMail } from './file-bounce.ts';
export { headerFields } from './mail-fields.ts';
