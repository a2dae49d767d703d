// Email changes: an account gets another address. It is verified there by a token, told to the one that was left, and
// can be undone from there for 72 hours.
//   email-change.ts          how long things last, and what a token is bound to
//   ask-email-change.ts      the token to the new address, and a hint to the old one
//   confirm-email-change.ts  token, address, sessions and letters in one transaction
//   move-account.ts          the change itself: who is told, and who gets a link that undoes it
//   undo-email-change.ts     that link: looked at without being used up, and acted on
//   undo-by-notice.ts        the same by the link of a notice that was mailed to the address before it was left
//   return-email.ts          for Customer Care: the address again that somebody else's undo has taken the account from
//   restore-proofs.ts        with it the account stands on what it stood on before: factor, questions, PIN; not its password
//   cancel-email-change.ts, find-email-change.ts, sweep-email-changes.ts
export { askEmailChange, type EmailChangeRequest, resendEmailToken } from './ask-email-change.ts';
export { cancelEmailChange } from './cancel-email-change.ts';
export {
  type ConfirmationRefusal,
  confirmEmailChange,
  type EmailConfirmation,
} from './confirm-email-change.ts';
export { type Circumstances, type EmailChangeDeps, emailTokenBinding } from './email-change.ts';
export { migrations } from './email-changes.migrations.ts';
export { findUndoneEmail, listLeftEmails } from './email-changes.queries.ts';
export { findEmailChange, type PendingEmail } from './find-email-change.ts';
export { canReturnEmail, type ReturnRefusal, returnEmail } from './return-email.ts';
export { sweepEmailChanges } from './sweep-email-changes.ts';
export { undoByNotice } from './undo-by-notice.ts';
export { type EmailUndo, findEmailUndo, type UndoRefusal, undoEmailChange } from './undo-email-change.ts';
