// Contact details: a person's names and mobile phone, changed by themselves. The address has a feature of its own
// (email-changes), and so has the PIN (pins).
//   contact-details.ts    how long things last, and what a token is bound to
//   change-names.ts       names, with the notice of it
//   change-phone.ts       another number; a verified one stays until the new one is verified
//   send-phone-token.ts   the token to a number, or another one: only where texts go, and counted
//   confirm-phone.ts      the token came back: from now on the number counts
//   remove-phone.ts       no number any more; or the one that waits is given up
//   find-phone-change.ts, sweep-phone-changes.ts
// What a number looks like, and which are sent texts at all, is in phones: messages stand on that, and this on messages.
export { changeNames, type NameProblem, type NamesForm, nameProblems } from './change-names.ts';
export { changePhone, checkPhone, type PhoneFault, type PhoneForm } from './change-phone.ts';
export { confirmPhone, type PhoneConfirmation } from './confirm-phone.ts';
export { migrations } from './contact-details.migrations.ts';
export { deletePhoneChange } from './contact-details.queries.ts';
export { type ContactDetailsDeps, phoneTokenBinding } from './contact-details.ts';
export { findPhoneChange, type PendingPhone } from './find-phone-change.ts';
export { cancelPhoneChange, removePhone } from './remove-phone.ts';
export {
  type PhoneRequest,
  type PhoneTokenRefusal,
  resendPhoneToken,
  sendPhoneToken,
} from './send-phone-token.ts';
export { sweepPhoneChanges } from './sweep-phone-changes.ts';
