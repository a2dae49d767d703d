// Sign-in: one attempt, from arriving at the email page to going back to the service.
//   next-step        decides what is to be done next, from facts alone
//   load-situation   reads those facts as they are now
//   begin-attempt, open-attempt, finish-attempt   the life of an attempt
//   submit-email, submit-password, submit-new-password, submit-service-account   one operation for each step
//   submit-passkey         a passkey, in place of password and code, or as the second factor
//   submit-second-factor   a code, or a recovery code in its place
//   enrol-second-factor    binds an OTP app: emailed token, QR code, recovery codes
//   who-wants-second-factor   who wants one of an account that has none; pure
//   who-requires-second-factor   who stands in the way of turning it off
//   spend-try-from-here   tries are counted on the network, those of a known device on its account first
//   spend-arrival         so is what begins an attempt, on the network first
//   take-linked-account   the way back for who had asked for another service account this once
//   describe-attempt, carry-address   for registration, which leads out of an attempt and back into it
//   outcome-stands   whether a finished attempt that nobody has collected still counts; holdAttempt says so until a transaction is over
//   judge-request    whether a service's request goes through on the session alone
//   keep-account     is a step of its own while the account is to be deleted; forget-account when it is
// No step leads to another: each answers to the hub, which asks next-step again.

export type { TokenFault } from '../tokens/index.ts';
export type {
  Attempt,
  AttemptRequest,
  ProvenServiceAccount,
  SessionProof,
} from './attempt.ts';
export { AttemptOver, forgetProofsOf, holdAttempt } from './attempts.queries.ts';
export { type Arriving, beginAttempt } from './begin-attempt.ts';
export { carryAddress } from './carry-address.ts';
export { describeAttempt } from './describe-attempt.ts';
export {
  hasGivenPassword,
  hasSignedInBefore,
  isKnownDevice,
  listDevicesOf,
  listDeviceTimes,
  noteNewPassword,
} from './devices.queries.ts';
export {
  declineSecondFactor,
  hasBindingToken,
  needsEmailToken,
  offerInAttempt,
  sendTokenInAttempt,
  submitBindingToken,
  submitEnrolment,
} from './enrol-second-factor.ts';
export { type AttemptOutcome, finishAttempt } from './finish-attempt.ts';
export { forgetAccount } from './forget-account.ts';
export { type JudgedRequest, judgeRequest } from './judge-request.ts';
export { keepAccountInAttempt } from './keep-account.ts';
export { loadSituation, type Situation } from './load-situation.ts';
export { type Facts, nextStep, type Proven, type Step } from './next-step.ts';
export { type AttemptKeys, type ClosedAttempt, openAttempt, reopenAtPassword } from './open-attempt.ts';
export { outcomeStands } from './outcome-stands.ts';
export { migrations } from './sign-in.migrations.ts';
export type { SignInDeps, Visitor } from './sign-in-deps.ts';
export { spendArrival } from './spend-arrival.ts';
export { spendTryFromHere } from './spend-try-from-here.ts';
export { type EmailRefusal, submitEmail } from './submit-email.ts';
export { submitNewPassword } from './submit-new-password.ts';
export { offerPasskeyInAttempt, type PasskeyRefusal, submitPasskey } from './submit-passkey.ts';
export { type PasswordRefusal, submitPassword } from './submit-password.ts';
export { submitSecondFactor } from './submit-second-factor.ts';
export {
  type ServiceAccountForm,
  type ServiceAccountRefusal,
  submitServiceAccount,
} from './submit-service-account.ts';
export { sweepAttempts } from './sweep-attempts.ts';
export { sweepDevices } from './sweep-devices.ts';
export { takeLinkedAccount } from './take-linked-account.ts';
export { listWhoRequireIt, type RequiringSecondFactor } from './who-requires-second-factor.ts';
export { companyWantsSecondFactor, type SecondFactorWanted } from './who-wants-second-factor.ts';
