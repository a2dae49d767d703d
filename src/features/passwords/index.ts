// Passwords: what may be one, how it is kept, and when it expires.
//   check-password          everything that is wrong with a new one: length, breached, common, personal
//     breached-list         the shipped list of breached passwords, and the operator's
//     guess-cost            how easily it is guessed from common words, patterns and personal words
//   set-password            hash first, then store in the caller's transaction
//   verify-account-password at sign-in: same work with and without an account
//   expiration              never, a number of days, or a date
export { checkPassword, type PasswordFault, type PasswordLists } from './check-password.ts';
export { type ExpirationFault, expirationChoices, expirationInstant } from './expiration.ts';
export { openPasswordLists } from './open-password-lists.ts';
export { lengthFault, maximumLength, minimumLength } from './password-text.ts';
export { migrations } from './passwords.migrations.ts';
export { findPasswordTimes } from './passwords.queries.ts';
export type { PersonalWords } from './personal-words.ts';
export { hashNewPassword, type NewPassword, setPassword } from './set-password.ts';
export { verifyAccountPassword } from './verify-account-password.ts';
