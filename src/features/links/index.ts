// Links: "this service account belongs to this account". One owner for a service account, decided by the
// database; one link per service for an account.
//   owner-key.ts             what may be owned once
//   link-service-account.ts  links a service account that has just been proven
//   prove-service-account.ts asks the service, and counts the tries: at sign-in and in Manage My Account
//   link-and-tell.ts         links, and tells the owner
//   add-link.ts, remove-link.ts  what the owner does in Manage My Account
//   take-link.ts             out of a transaction of the caller's: for the owner and for Customer Care
//   move-link.ts             to whoever has proven a service account that was somebody else's
//   accept-signal.ts         the service itself ends links to one of its accounts; their owners are told
//   contested.queries.ts     what was proven and refused, because it was somebody else’s
//   link-use.ts              when a link was last used: gathered, written once a minute

export {
  type AcceptSignalDeps,
  acceptSignal,
  signalTypes,
  sweepSignals,
} from './accept-signal.ts';
export { type AddLinkRefusal, addLink } from './add-link.ts';
export { listContests } from './contested.queries.ts';
export { linkAndTell } from './link-and-tell.ts';
export { linkServiceAccount } from './link-service-account.ts';
export { gatherLinkUse, type LinkUse } from './link-use.ts';
export { migrations } from './links.migrations.ts';
export {
  deleteLinksOf,
  findEndedLink,
  findLink,
  holdLink,
  type Link,
  listEndedLinks,
  listLinks,
} from './links.queries.ts';
export { type MovedLink, type MoveRefusal, moveLink, PROOF_COUNTS } from './move-link.ts';
export {
  type ProofRefusal,
  proveServiceAccount,
  provingEvent,
} from './prove-service-account.ts';
export { type RemoveLinkDeps, removeLink } from './remove-link.ts';
export { type EndServiceSessions, takeLink } from './take-link.ts';
