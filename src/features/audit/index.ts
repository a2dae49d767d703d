// The audit: what happened, to whom, and who did it. Rows are only ever added, and hold no secret.
//   audit-event.ts    every event by name, with the outcomes that it can have
//   record-event.ts   adds one, in the transaction of what it is about
export { migrations } from './audit.migrations.ts';
export type { AuditEvent, Party } from './audit-event.ts';
export { recordEvent } from './record-event.ts';
