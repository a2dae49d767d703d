// What an account has under way: sign-ins, recoveries, changes that wait for a token, and where it is signed in. All of
// it stands on the password, the second factor and the address of the account, and ends when one of these changes.
//   end-under-way.ts   THE one operation: which of it ends, what goes on, and the one order in which rows are taken
// It stands below the features whose changes end things (passwords, second-factor, email-changes, account-deletion,
// sign-in, recovery, care): each calls it in the transaction of its change.
export { type Ending, endUnderWay } from './end-under-way.ts';
