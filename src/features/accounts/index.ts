// Accounts: one person, one email address. What else belongs to one (password, PIN, links, …) is in the
// feature of that name.
//   normalise-email  the one spelling of an address
//   normalise-name   a name on one line
//   is-active        whether anything may still be done with it

export { migrations } from './accounts.migrations.ts';
export {
  type Account,
  AddressTaken,
  clearPhone,
  deleteAccount,
  dropSecondFactorWish,
  findAccount,
  findAccountByEmail,
  holdAccount,
  insertAccount,
  type NewAccount,
  setEmail,
  setNames,
  setSecondFactorChosen,
  setSecondFactorDue,
  setUnverifiedPhone,
  setVerifiedPhone,
} from './accounts.queries.ts';
export { isActive } from './is-active.ts';
export { normaliseEmail } from './normalise-email.ts';
export { normaliseName } from './normalise-name.ts';
