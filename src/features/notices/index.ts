// Notices: the owner is told by email of every change of the account, with one link for "this wasn't me".
//   issue-notice-link.ts  that link, in the transaction of the change
//   notify-change.ts   records the notice, likewise
//   record-change.ts   the same with its event in the audit, for what people change by themselves
//   find-notice.ts     what a link of a notice is about; looking uses nothing up
//   claim-notice.ts    the link is acted on, once
//   void-notices.ts    those that went to somebody else do nothing any more
//   sweep-notices.ts   removes links that are over
export type { AccountChange } from '../messages/index.ts';
export { claimNotice } from './claim-notice.ts';
export { findNotice, type Notice } from './find-notice.ts';
export { issueNoticeLink } from './issue-notice-link.ts';
export { migrations } from './notices.migrations.ts';
export { type Changed, notifyChange } from './notify-change.ts';
export { type Changer, recordChange } from './record-change.ts';
export { sweepNotices } from './sweep-notices.ts';
export { voidNotices } from './void-notices.ts';
