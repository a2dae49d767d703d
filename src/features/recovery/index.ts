// Recovery: "Forgot your password". Address → token → security questions → code, where there is a factor → new
// password. It is bound to the browser that began it, lasts an hour, and changes nothing before its last step.
//   recovery-step        which step it is at, and which may be visited; pure
//   stand-of-recovery    reads the facts that decide on it, as they are now
//   begin-recovery, find-recovery    the life of one; an address without an account gets one like any other
//   send-recovery-token, submit-recovery-token, submit-answers, submit-recovery-code   one operation for each step
//   submit-recovery-passkey   a passkey, in place of the code
//   decoy-questions      what an address without an account is asked
//   reset-password       the last step: new password, and everything else that was under way ends
//   refute-change        "this wasn't me": everybody is signed out, and a recovery begins
//   sweep-recoveries     removes what has expired
export { type Begun, beginRecovery } from './begin-recovery.ts';
export { findRecovery } from './find-recovery.ts';
export { migrations } from './recovery.migrations.ts';
export { type Recovery, RecoveryOver } from './recovery.queries.ts';
export { type Channel, channels, type RecoveryDeps, tokenBinding } from './recovery.ts';
export { mayVisit, type RecoveryFacts, type RecoveryStep, recoveryStep } from './recovery-step.ts';
export { refuteChange } from './refute-change.ts';
export { resetPassword } from './reset-password.ts';
export { nextTokenAt, sendRecoveryToken } from './send-recovery-token.ts';
export { type Standing, standOfRecovery } from './stand-of-recovery.ts';
export { type AnswersRefusal, submitAnswers } from './submit-answers.ts';
export { submitRecoveryCode } from './submit-recovery-code.ts';
export {
  offerPasskeyInRecovery,
  type RecoveryPasskeyRefusal,
  submitRecoveryPasskey,
} from './submit-recovery-passkey.ts';
export { submitRecoveryToken } from './submit-recovery-token.ts';
export { sweepRecoveries } from './sweep-recoveries.ts';
