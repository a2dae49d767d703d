// Customer Care: what an agent does for a caller, over the same features as everything else. Each act is recorded with who did it
// and why, is in the caller's Activity, and comes after the caller's PIN; its owner is told of every change.
//   call              who acts, for whom and why
//   customer          whom an address stands for: an account, or an unfinished registration
//   check-caller-pin  yes or no, and with a yes the permit to act
//   act-after-pin     the one way to every act: permit, act and record in one transaction
//   record-act        into the audit, without what must not be there; tell-owner: the notice
//   find-for-care     that somebody is there, and after the PIN what an agent needs to know
//   unlock-account, start-reset, end-sessions, links-for-care, messages-for-care, resend-for-care
//   sweep-permits     forgets those that are over
//   caller-answers    PIN and security questions, for a caller who has nothing else left:
//   reset-factor      takes the second factor away
//   return-email      the address again that somebody else's undo has taken the account from

export type { ActRefusal } from './act-after-pin.ts';
export { type Call, callOf } from './call.ts';
export { migrations } from './care.migrations.ts';
export type { CareDeps } from './care-deps.ts';
export { checkCallerPin, PERMIT_LASTS, type PinRefusal } from './check-caller-pin.ts';
export { endSessions } from './end-sessions.ts';
export { type CustomerDetails, type FoundCustomer, findForCare } from './find-for-care.ts';
export { moveLinkForCare, removeLinkForCare } from './links-for-care.ts';
export { listMessagesForCare, showMessageForCare } from './messages-for-care.ts';
export { type ResendRefusal, type Resent, resendForCare } from './resend-for-care.ts';
export { questionsToAsk, type ResetFactorRefusal, resetFactor } from './reset-factor.ts';
export {
  questionsForReturn,
  type ReturnEmailRefusal,
  returnEmailForCare,
} from './return-email.ts';
export { startReset } from './start-reset.ts';
export { sweepPermits } from './sweep-permits.ts';
export { unlockAccount } from './unlock-account.ts';
