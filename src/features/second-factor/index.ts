// The second factor: whatever the account has of it, asked for and counted in one way.
//   find-second-factor.ts    what an account has
//   submit-code.ts           a code of the OTP app, or a recovery code in its place; guesses are counted
export { findSecondFactor, type SecondFactor } from './find-second-factor.ts';
export { type CodeForm, type SecondFactorRefusal, submitCode } from './submit-code.ts';
