// Sessions: where a browser is signed in, which services it has opened there, and who is to be told when it ends.
//   session.ts              what a session is
//   sessions.queries.ts     sessions as they begin, go on and are found
//   opened-services.queries.ts   the services opened in them, each by its grant
//   find-live-session.ts    neither over nor idle for too long
//   list-live-sessions.ts   those of one account
//   change-in-session.ts    a change of the account that falls with the session it is made in
//   renew-proof.ts          what was proven in it since: a new password, a second factor; with that its id changes
//   second-factor-lately.ts whether a code was given in it just now
//   gather-sightings.ts     last use, gathered and written once a minute
//   end-sessions.ts         ends sessions; the notices to their services are in the same transaction
//   ending.queries.ts       what is deleted then, and the notices that take its place
//   notices.queries.ts      the outbox of these notices: a row goes when its service has been told
//   sweep-sessions.ts       ends what has run out
export { actInSession, changeInSession, type InSession, SessionMovedOn } from './change-in-session.ts';
export { endAccountSessions, endServiceSessions, endSession, endSessions } from './end-sessions.ts';
export { findLiveSession, type LiveSessionDeps } from './find-live-session.ts';
export { gatherSightings, type Sightings, sightingsInterval } from './gather-sightings.ts';
export { listLiveSessions } from './list-live-sessions.ts';
export { claimNotice, listDueNotices, noteFailed, noteTold } from './notices.queries.ts';
export { claimService, findGrant, replaceGrant } from './opened-services.queries.ts';
export {
  lowerSession,
  type NextId,
  noteSecondFactor,
  type Raised,
  raiseSession,
  renewPasswordProof,
} from './renew-proof.ts';
export { secondFactorLately } from './second-factor-lately.ts';
export type { LogoutNotice, OpenedService, Session, SessionLimits, SignInProof } from './session.ts';
export { migrations } from './sessions.migrations.ts';
export { insertSession, renewSession } from './sessions.queries.ts';
export { sweepSessions } from './sweep-sessions.ts';
