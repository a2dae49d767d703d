// Messages: every email and SMS that we send, with everything we know about its delivery.
//   message-kinds.ts    each kind, its channel, and what fills it
//   message-state.ts    the state of a message as a pure function of what happened to it
//   record-message.ts   records one, in the transaction of what it is about: queued
//   message-sender.ts   takes up what is due; of several nodes one sends
//   send-message.ts     one try: queued → sending → sent | deferred | bounced | blocked | abandoned
//   hand-over.ts        writes the letter or text, and hands it to the relay or gateway
//   settle.ts           writes down how a try ended; keep-lease.ts keeps it ours until then
//   retries.ts          when it is tried again, and when it is given up
//   replies/            what a server's refusal means: bounced, blocked, or to be tried again
//   message-trace.ts    what a try is known by to others; message-word.ts: what they say of it
//   file-word.ts        files a later word: once, in whatever order words come
//   return-path.ts      the address that bounces of one try go to
//   bounces/            reads the mail that mail servers write about mail
//   delivery-report.ts  "Where's my email?"
//   letters/, texts/    the words of each kind, once; a letter is written out as plain text and as HTML
//   sweep-messages.ts   forgets those that were over long ago
//   wake.ts             tells the sender of this process that there is something to send
//   sealing-context.ts  what the fields are sealed with, so that they open in their own message only
// Every step is a row in messageEvents. Fields are sealed while they wait, and gone once it is sent.
export { type FileBounceDeps, fileBounce, type IncomingMail } from './bounces/index.ts';
export { fileWord } from './file-word.ts';
export { type Letterhead, letterOf } from './letters/index.ts';
export type { MessageKind, NewMessage } from './message-kinds.ts';
export { type MessageSender, openMessageSender } from './message-sender.ts';
export { type MessageState, messageStates } from './message-state.ts';
export type { Source, Word } from './message-word.ts';
export { migrations } from './messages.migrations.ts';
export { freeLeases } from './messages.queries.ts';
export { recordMessage } from './record-message.ts';
export { classifyReply } from './replies/index.ts';
export { returnPathOf, traceInReturnPath } from './return-path.ts';
export type { SendingDeps } from './sending-deps.ts';
export { sweepMessages } from './sweep-messages.ts';
export { onMessageRecorded } from './wake.ts';
