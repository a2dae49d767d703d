// The second factor: whatever the account has of it, asked for and counted in one way.
//   find-second-factor.ts    what an account has
//   give-code.ts             a code is given: checked, used up, written down, and its owner told of a recovery code
//   submit-code.ts           a code of the OTP app, or a recovery code in its place; guesses are counted
//   binding-token.ts         the emailed token that binding a first app begins with, in an attempt or a session
//   binding-permit.ts        what has to be proven before an app is bound was proven in this session
//   bind-app.ts              binds an app: the first one or another one in a session, the first one in an attempt
//   changing.ts              what every change of it is given
//   turn-off.ts, renew-recovery-codes.ts
//   add-passkey.ts, remove-passkey.ts    in a session; the first factor comes with recovery codes, the last one takes them along
//   reset-second-factor.ts   all of it, by Customer Care, for whoever has lost it
//   give-passkey.ts          a passkey in place of a code: before a change, or in a recovery
export { type AddedPasskey, addPasskey, type PasskeyAddRefusal } from './add-passkey.ts';
export { type AppCodeRefusal, type BindingRefusal, bindApp, bindAppInAttempt } from './bind-app.ts';
export { type Binding, mayBind, permitBinding, takeBindingToken } from './binding-permit.ts';
export {
  type BindingPlace,
  bindingElsewhere,
  bindingTokenOf,
  findBindingToken,
  isJustRegistered,
  sendBindingToken,
} from './binding-token.ts';
export { findSecondFactor, hasSecondFactor, type SecondFactor } from './find-second-factor.ts';
export { type GivenCode, giveCode } from './give-code.ts';
export { type GivenPasskey, givePasskey } from './give-passkey.ts';
export { type PasskeyRemoval, removePasskey } from './remove-passkey.ts';
export { renewRecoveryCodes } from './renew-recovery-codes.ts';
export { resetSecondFactor } from './reset-second-factor.ts';
export { type CodeForm, type SecondFactorRefusal, submitCode } from './submit-code.ts';
export { turnOffApp } from './turn-off.ts';
