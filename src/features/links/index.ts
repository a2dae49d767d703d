// Links: "this service account belongs to this account". One owner for a service account, decided by the
// database; one link per service for an account.
//   owner-key.ts             what may be owned once
//   link-service-account.ts  links a service account that has just been proven
//   accept-signal.ts         the service itself ends links to one of its accounts
//   link-use.ts              when a link was last used: gathered, written once a minute

export {
  type AcceptSignalDeps,
  acceptSignal,
  signalTypes,
  sweepSignals,
} from './accept-signal.ts';
export { linkServiceAccount } from './link-service-account.ts';
export { gatherLinkUse, type LinkUse } from './link-use.ts';
export { migrations } from './links.migrations.ts';
export { findLink, type Link, listLinks } from './links.queries.ts';
