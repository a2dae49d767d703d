// Deleting an account: asked for by its owner, done 14 days later.
//   ask-for-deletion.ts     every session ends at once, and the owner is mailed the day and the way back
//   keep-account.ts         the way back, by itself or with an undone change of address
//   delete-due-accounts.ts  when the time has come: everything of it, in one transaction

export { migrations } from './account-deletion.migrations.ts';
export { findDeletion } from './account-deletion.queries.ts';
export { type AskForDeletionDeps, askForDeletion } from './ask-for-deletion.ts';
export { type DeleteAccountsDeps, deleteDueAccounts } from './delete-due-accounts.ts';
export { callOffDeletion, keepAccount } from './keep-account.ts';
