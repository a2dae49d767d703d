// Messages: every email and SMS that we send, with everything we know about its delivery.
//   message-kinds.ts    each kind, its channel, and what fills it
//   account-change.ts   what notices tell of, in words
//   message-state.ts    the state of a message as a pure function of what happened to it
//   messages.queries.ts, events.queries.ts   messages, and what became of them
//   record-message.ts   records one, in the transaction of what it is about: queued
//   sending/            takes up what is due, and sends it
//     message-sender.ts   of several nodes one sends; wake.ts tells the one of this process that there is something to send
//     fair-slots.ts       so many at once, and no domain holds up the others
//     places.ts           the same for each relay: one that hangs holds up no other
//     turns.ts            nothing beside an answer that is about to come
//     send-message.ts     one try: queued → sending → sent | deferred | bounced | blocked | abandoned
//     hand-over.ts        writes the letter or text, and hands it to the relay or gateway
//     settle.ts           writes down how a try ended; keep-lease.ts keeps it ours until then; tries.queries.ts
//     sending-budgets.ts  what it is counted on before it is sent; sending-deps.ts: what sending is given
//     sent-journal.ts     what was sent and is not in the database yet
//     recover-messages.ts after a death: settles that, and frees what had been taken up
//     retries.ts          when it is tried again, and when it is given up
//   replies/            what a server's refusal means: bounced, blocked, or to be tried again
//   message-trace.ts    what a try is known by to others; message-word.ts: what they say of it
//   file-word.ts        files a later word: once, in whatever order words come
//   return-path.ts      the address that bounces of one try go to
//   bounces/            reads the mail that mail servers write about mail
//   delivery-report.ts  "Where's my email?"; safe-words.ts: a server's words, fit to be shown
//   letters/, texts/    the words of each kind, once; a letter is written out as plain text and as HTML
//   sweep-messages.ts   forgets those that were over long ago
//   suppress-notice.ts  few notices to addresses that mail came back from: hard-bounce.ts, undeliverable.queries.ts
//   list-messages.ts, show-message.ts, retry-message.ts   for operators;  message-counts.ts   for metrics
//   operating.queries.ts  what these look at
//   sealing-context.ts  what the fields are sealed with, so that they open in their own message only
// Every step is a row in messageEvents. Fields are sealed while they wait, and gone once it is sent.
export { type AccountChange, changeInWords } from './account-change.ts';
export { type FileBounceDeps, fileBounce, headerFields, type IncomingMail } from './bounces/index.ts';
export {
  type DeliveryReport,
  deliveryReport,
  type ReportState,
  type TimelineEntry,
} from './delivery-report.ts';
export type { MessageEvent } from './events.queries.ts';
export { fileWord } from './file-word.ts';
export {
  emailChangeSubject,
  type Letterhead,
  letterOf,
  tokenSubject,
} from './letters/index.ts';
export { listMessages } from './list-messages.ts';
export { type MessageCounts, openMessageCounts } from './message-counts.ts';
export { type MessageKind, type NewMessage, tokenKinds } from './message-kinds.ts';
export { type MessageState, messageStates } from './message-state.ts';
export { readTrace } from './message-trace.ts';
export type { Source, Word } from './message-word.ts';
export { migrations } from './messages.migrations.ts';
export { deleteMessagesOf } from './messages.queries.ts';
export { listMessagesOf, type MessageFilter, type SeenMessage } from './operating.queries.ts';
export { recordMessage } from './record-message.ts';
export { classifyLastReply, classifyReply, type Reply } from './replies/index.ts';
export { type Retry, type RetryRefusal, retryInTransaction, retryMessage } from './retry-message.ts';
export { returnPathOf, traceInReturnPath } from './return-path.ts';
export { type MessageSender, openMessageSender } from './sending/message-sender.ts';
export { recoverMessages } from './sending/recover-messages.ts';
export type { SendingDeps } from './sending/sending-deps.ts';
export type { SentJournal } from './sending/sent-journal.ts';
export { onMessageRecorded } from './sending/wake.ts';
export { showMessage } from './show-message.ts';
export { sweepMessages } from './sweep-messages.ts';
export { forgetUndeliverable, rememberRead } from './undeliverable.queries.ts';
