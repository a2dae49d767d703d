// Phones: the one spelling of a phone number. It counts only after a token sent to it has come back.
//   normalise-phone.ts   as E.164, or why not
//   format-phone.ts      as people write it
//   may-send-sms.ts      which numbers are sent texts at all
//   sms-prefix.ts        the range of numbers that one is counted with
// libphonenumber-js comes with several sets of tables: only the largest knows which numbers are premium ones in every
// country. It takes several megabytes, and is loaded with the first text that is to be sent.
export { formatPhone } from './format-phone.ts';
export { maySendSms } from './may-send-sms.ts';
export { normalisePhone } from './normalise-phone.ts';
export { smsPrefixOf } from './sms-prefix.ts';
