// Throttling: how often something may be tried, counted in the database so that all nodes agree.
//   budgets.ts        the table: how many tries, in what time, for whom
//   spend-try.ts      counts a try before the check, and gives it back where it was none
//   spend-tries.ts    the same on several budgets, all or none
//   password-wait.ts  the doubling wait after wrong passwords
//   refusals.ts       what the metrics are told
//   subjects.ts       one subject, however it is spelled; addresses by their block
//   throttle.queries.ts  one conditional upsert, so that parallel tries cannot outrun it
// A try is counted and committed *before* the check, in no transaction of the caller: a check that is
// rolled back has been counted all the same. What was right, or never checked, is given back after.

export { type BudgetName, budgets } from './budgets.ts';
export {
  claimPasswordTry,
  clearPasswordTries,
  giveBackPasswordTry,
  type PasswordSubject,
  type PasswordTry,
} from './password-wait.ts';
export { refusals } from './refusals.ts';
export { spendTries } from './spend-tries.ts';
export { clearTries, giveBack, nextTryAt, type SpentTry, spendTry, type ThrottleDeps } from './spend-try.ts';
export type { Subject } from './subjects.ts';
export { sweepThrottle } from './sweep-throttle.ts';
export { migrations } from './throttle.migrations.ts';
