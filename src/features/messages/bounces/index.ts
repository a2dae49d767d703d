// Bounces: the mail that mail servers write about mail.
//   file-bounce.ts   files what one says of our message, by the return path that it came to
export { type FileBounceDeps, fileBounce, type IncomingMail } from './file-bounce.ts';
