// The command line for operators, beside the commands that run the product.
//   operator-command.ts  what a group of commands is, and what it is given
//   message-commands.ts  `messages list | show | retry`: what each says, and its exit code
//   message-text.ts      messages and their events as tables for people
//   audit-commands.ts    `audit verify`: proves the chain of the audit; audit-list.ts: `audit list`
//   care-commands.ts     `care find | check-pin | …`: the acts of Customer Care; care-text.ts: their words
//   operating-user.ts    whom the operating system knows the person at the command line by
//   asking.ts            asks for what must not stand on the command line
//   write-backup.ts      `backup`; backup-manifest.ts: what it says of itself, and how that is proven
//   restore-backup.ts    `restore`; sync-file.ts: on the disk, before anything stands on it
//   after-restore.ts     what was under way when the backup was made ends: after-restore.queries.ts
//   doctor/              `doctor`: looks at everything that the product stands on
//   text-table.ts        aligned columns, and nothing that a terminal would obey
import { auditCommands } from './audit-commands.ts';
import { careCommands } from './care-commands.ts';
import { messageCommands } from './message-commands.ts';
import type { OperatorCommand } from './operator-command.ts';

export { type AfterRestoreOptions, endAfterRestore, endedText } from './after-restore.ts';
export { openAsking } from './asking.ts';
export { runAuditCommand } from './audit-commands.ts';
export { runMessageCommand } from './message-commands.ts';
export { operatingUser } from './operating-user.ts';
export type { Ask, Given, OperatorCommand, OperatorDeps, Said } from './operator-command.ts';
export { restoreBackup } from './restore-backup.ts';
export { writeBackup } from './write-backup.ts';

/** By their first word. */
export const operatorCommands = {
  messages: messageCommands,
  audit: auditCommands,
  care: careCommands,
} satisfies Record<string, OperatorCommand>;
export * from './doctor/index.ts';
