// The command line for operators, beside the commands that run the product.
//   message-commands.ts  `messages list | show | retry`: what each says, and its exit code
//   message-text.ts      messages and their events as tables for people
//   audit-commands.ts    `audit verify`: proves the chain of the audit
//   text-table.ts        aligned columns, and nothing that a terminal would obey
export { type AuditCommandDeps, auditUsage, runAuditCommand } from './audit-commands.ts';
export {
  isMessageCommand,
  type MessageCommandDeps,
  messageUsage,
  runMessageCommand,
} from './message-commands.ts';
