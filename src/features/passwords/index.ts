// Passwords: what may be one, how it is kept, and when it expires.
//   judge-new-password      everything that is wrong with a new one, its confirmation and its expiration: at registration
//                           and wherever it is replaced
//     check-password        the rules: length, breached, common, personal
//     password-text         how long it may be, and the form in which two spellings are one password
//     personal-words        what is known of the person and the place
//     open-password-lists   breached-list (shipped, and the operator's) and common-words, opened once
//     guess-cost            how easily it is guessed from words, and from guess-patterns (aaaa, 4567, qwertz)
//   change-password         in a session that goes on with the new one; or its expiration alone
//   set-password            hash first, then store in the caller's transaction
//   verify-account-password at sign-in: same work with and without an account
//                           (a suspended one opens nothing: somebody else knew it)
//   expiration              never, a number of days, or a date; findPasswordTimes says what holds now
export {
  changeExpiration,
  changePassword,
} from './change-password.ts';
export type { PasswordFault, PasswordLists } from './check-password.ts';
export { type ExpirationFault, expirationInstant } from './expiration.ts';
export {
  judgeNewPassword,
  judgeNewPasswordChoice,
  mayBeTheOldOne,
  type NewPasswordChoice,
  type NewPasswordRefusal,
  type PasswordRules,
  refuseTheOldOne,
} from './judge-new-password.ts';
export { openPasswordLists } from './open-password-lists.ts';
export { passwordLength } from './password-text.ts';
export { migrations } from './passwords.migrations.ts';
export { findPasswordTimes, holdPassword, suspendPassword } from './passwords.queries.ts';
export { bringNewWords, type PasswordOwner } from './personal-words.ts';
export { hashNewPassword, type NewPassword, setPassword } from './set-password.ts';
export { verifyAccountPassword } from './verify-account-password.ts';
