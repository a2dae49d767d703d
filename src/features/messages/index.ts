// Messages: every email that we send, with everything we know about its delivery.
//   message-kinds.ts    each kind, and what fills it
//   record-message.ts   records one, in the transaction of what it is about: queued
//   message-sender.ts   takes up what is due; of several nodes one sends
//   send-message.ts     one try: queued → sending → sent | queued again | abandoned
//   retries.ts          when it is tried again, and when it is given up
//   sweep-messages.ts   forgets those that were over long ago
//   letters/            the words of each kind, once, written out as plain text and as HTML
//   wake.ts             tells the sender of this process that there is something to send
//   sealing-context.ts  what the fields are sealed with, so that they open in their own message only
// Every step is a row in messageEvents. Fields are sealed while they wait, and gone when it is over.
export { type Letterhead, letterOf } from './letters/index.ts';
export type { MessageKind, NewMessage } from './message-kinds.ts';
export { type MessageSender, openMessageSender } from './message-sender.ts';
export { migrations } from './messages.migrations.ts';
export { recordMessage } from './record-message.ts';
export type { SendingDeps } from './send-message.ts';
export { sweepMessages } from './sweep-messages.ts';
export { onMessageRecorded } from './wake.ts';
