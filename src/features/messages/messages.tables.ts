import type { Instant } from '../../kernel/index.ts';
import type { MessageState, What } from './message-state.ts';
import type { Source } from './message-word.ts';

export interface MessagesTable {
  id: string;
  kind: string;
  /** `email` or `sms`. */
  channel: string;
  /** The stored address, or number in E.164, that it goes to; never one that was typed for this message. */
  recipient: string;
  /** What it is about, as `registration:<id>` or `account:<id>`: how its report is found. */
  about: string;
  /** What fills its template, sealed; gone once the message is sent, and a week after it was refused or given up. */
  sealedFields: string | null;
  /** What `stateOf` says of its events; written wherever an event is. */
  state: MessageState;
  createdAt: Instant;
  /** When it is tried next. */
  dueAt: Instant;
  /** Of no use from then on (its token has expired): not sent any more. */
  notAfter: Instant;
  /** While one node sends it, no other does; past this instant that node is taken for dead. */
  leasedUntil: Instant | null;
  /** How often sending was begun. Also tells whether a lease is still ours. */
  tries: number;
  /** The kind and subject that it was really sent as, and when it was accepted. */
  sentKind: string | null;
  sentSubject: string | null;
  sentAt: Instant | null;
  /** When something was last learned of it. */
  learnedAt: Instant | null;
  /** The number that the person saw on the page that it was recorded for; null where nobody saw one. */
  reference: string | null;
  /** When it was seen that mail to its recipient is read there, after it had been sent. */
  readAt: Instant | null;
  /** The account that it goes with when that is deleted, where neither `about` nor the recipient tells. */
  accountId: string | null;
}

/** Every step of a message. */
export interface MessageEventsTable {
  id: string;
  messageId: string;
  /** The try that it belongs to; 0 before the first. */
  try: number;
  /** When it happened, by its source. */
  at: Instant;
  /** When we learned it; null in rows of the first version, which learned everything at once. */
  learnedAt: Instant | null;
  what: What;
  source: Source;
  /** Reply code where there is one: `250`, `5.1.1`. */
  code: string | null;
  /** The server's own words, shortened. */
  words: string | null;
  /** The host that said so, where known. */
  server: string | null;
  /** What tells a repetition from another word; null for our own steps. Unique for a message. */
  wordKey: string | null;
}

/** Addresses that mail came back from for good: notices are not sent there for a while. */
export interface UndeliverableAddressesTable {
  address: string;
  since: Instant;
  /** The message that came back. */
  messageId: string;
}

declare module '../../platform/database/tables.ts' {
  interface Tables {
    messages: MessagesTable;
    messageEvents: MessageEventsTable;
    undeliverableAddresses: UndeliverableAddressesTable;
  }
}
