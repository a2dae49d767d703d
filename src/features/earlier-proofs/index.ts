// Earlier proofs: what an account stood on before each change in a session, kept for a few days: password, second factor,
// recovery codes, questions, PIN, phone. A thief who takes the account to another address replaces them, before or after; an
// undo of that goes back to them. It stands below everything that changes an account.
//   keep-proofs.ts   before a change, where anything is another thing than was kept last
//   which-proofs.ts  which of those that were kept an undo goes back to; pure
//   put-back.queries.ts   puts them in the place of those that there are

export { migrations } from './earlier-proofs.migrations.ts';
export { forgetEarlierProofs, sweepEarlierProofs } from './earlier-proofs.queries.ts';
export { keepProofs } from './keep-proofs.ts';
export { putBackAnswers, putBackPasskeys, putBackRecoveryCodes, putBackWish } from './put-back.queries.ts';
export { type EarlierProofs, findEarlierProofs, listEarlierStates } from './which-proofs.ts';
