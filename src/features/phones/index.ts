// Phones: the one spelling of a phone number. It counts only after a token sent to it has come back.
export { normalisePhone } from './normalise-phone.ts';
