// TOTP (RFC 6238): the codes of an OTP app on the person's phone.
//   totp-secret.ts     a secret, how it is shown, and its codes
//   totp-step.ts       the 30 seconds that a code stands for
//   judge-code.ts      which moment a code is right for; pure
//   clock-trouble.ts   whether a phone's clock explains two wrong codes; pure
//   offer-secret.ts    a secret shown as a QR code, for three minutes
//   confirm-offer.ts   one code proves that the app works: the secret becomes the account's
//   verify-code.ts     a code at sign-in or before a change: each works once, on all nodes
//   spend-current-codes.queries.ts  after a restore: no code that may have been given is accepted again
//   restore-enrolment.ts  the app of before an email change that is undone
//   sweep-totp.ts      removes secrets that nobody confirmed, and old steps
// Guesses are counted by second-factor, which stands on this and on recovery codes.
export {
  type ConfirmedOffer,
  findConfirmedOffer,
  type OfferRefusal,
  takeOffer,
} from './confirm-offer.ts';
export { currentOffer, type Offer } from './offer-secret.ts';
export { restoreEnrolment } from './restore-enrolment.ts';
export { spendCurrentCodes } from './spend-current-codes.queries.ts';
export { sweepTotp } from './sweep-totp.ts';
export { migrations } from './totp.migrations.ts';
export { deleteEnrolment, findEnrolment } from './totp.queries.ts';
export { type CodeRefusal, verifyCode } from './verify-code.ts';
