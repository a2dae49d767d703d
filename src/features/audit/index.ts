// The audit: what happened, to whom, and who did it. Rows are only ever added, and hold no secret.
//   audit-event.ts    every event by name, with the outcomes that it can have
//   event-kinds.ts    their names, to be typed
//   record-event.ts   adds one, in the transaction of what it is about
//   list-activity.ts  what happened to one account, for its owner
//   list-events.ts    any events, for operators
//   seal-events.ts    chains what was recorded, each event by a keyed hash to the one before
//   verify-chain.ts   proves the chain; chain-hash.ts says what exactly is hashed
export { migrations } from './audit.migrations.ts';
export { forgetAddressesOf, hasHappened } from './audit.queries.ts';
export type { AuditEvent, Party } from './audit-event.ts';
export { eventKinds } from './event-kinds.ts';
export { type Activity, listActivity } from './list-activity.ts';
export type { ListedEvent } from './list-events.queries.ts';
export { listEvents, type WantedEvents } from './list-events.ts';
export { happenings, recordEvent } from './record-event.ts';
export { sealEvents, sealText } from './seal-events.ts';
export { type ChainFault, type VerifiedChain, verifyChain } from './verify-chain.ts';
