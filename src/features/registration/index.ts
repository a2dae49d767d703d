// Registration: the wizard by which a person gets an account. It is bound to the browser that began it,
// each step is on disk as soon as it is accepted, and it becomes an account only with the emailed token.
//   registration              how long it lasts, and what it is bound to
//   registration-step         which step it is at, and which may be visited; pure
//   start-registration        begins or resumes one; find-registration finds this browser's
//   save-contact, save-password, save-second-factor, save-questions   one operation for each step
//   send-registration-token   the first token, or a new one
//   resend-registration-token a new one for an operator
//   correct-address           another address for one that is going on; the token of the old one is void
//   complete-registration     token, account, password, PIN and questions in one transaction
//   overtaken                 a transaction that another one was faster than is undone
//   sweep-registrations       removes what has expired
export { type Completion, type CompletionRefusal, completeRegistration } from './complete-registration.ts';
export { type AddressCorrection, type CorrectionRefusal, correctAddress } from './correct-address.ts';
export { listOpenRegistrationsOf } from './find-registration.queries.ts';
export { findOpenRegistration, findRegistration, openRegistrationsOf } from './find-registration.ts';
export { Overtaken } from './overtaken.ts';
export { migrations } from './registration.migrations.ts';
export type { Registration } from './registration.queries.ts';
export {
  aboutRegistration,
  type Circumstances,
  pinContext,
  pinOf,
  questionsOf,
  type SecondFactor,
  tokenBinding,
} from './registration.ts';
export { mayVisit, type RegistrationStep, registrationStep, registrationSteps } from './registration-step.ts';
export { resendInTransaction, resendRegistrationToken } from './resend-registration-token.ts';
export { type ContactForm, type ContactProblem, saveContact } from './save-contact.ts';
export { savePassword } from './save-password.ts';
export { saveQuestions } from './save-questions.ts';
export { saveSecondFactor } from './save-second-factor.ts';
export {
  nextTokenAt,
  type SendTokenDeps,
  sendFirstToken,
  sendRegistrationToken,
} from './send-registration-token.ts';
export { type RegistrationStart, startRegistration } from './start-registration.ts';
export { sweepRegistrations } from './sweep-registrations.ts';
