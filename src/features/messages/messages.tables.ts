import type { Instant } from '../../kernel/index.ts';

export interface MessagesTable {
  id: string;
  kind: string;
  /** The stored address that it goes to; never one that was typed for this message. */
  recipient: string;
  /** What it is about, as `registration:<id>` or `account:<id>`: how its report is found. */
  about: string;
  /** What fills its template, sealed; gone once the message is sent or abandoned. */
  sealedFields: string | null;
  state: string;
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
}

/** Every step of a message, in the order in which it became known. */
export interface MessageEventsTable {
  id: string;
  messageId: string;
  /** The try that it belongs to; 0 before the first. */
  try: number;
  at: Instant;
  what: string;
  /** Who says so: us (`worker`) or the receiving server (`smtp`). */
  source: string;
  /** Reply code where there is one: `250`, `5.1.1`. */
  code: string | null;
  /** The server's own words, shortened. */
  words: string | null;
}

declare module '../../platform/database/tables.ts' {
  interface Tables {
    messages: MessagesTable;
    messageEvents: MessageEventsTable;
  }
}
