import type { DatabaseSync } from 'node:sqlite';
import { openSqlite } from '../open-sqlite.ts';

/** A message as it arrived, for one of its recipients. */
export interface NewMessage {
  to: string;
  from: string;
  subject: string;
  text: string;
  /** The HTML part exactly as sent: hostile until shown by `message-body.ts`. Empty where there is none. */
  html: string;
  headers: readonly Header[];
  receivedAt: number;
}

export interface Header {
  name: string;
  value: string;
}

export interface Message extends NewMessage {
  id: number;
}

/** Older messages make room: a demo that runs for a year does not fill the disk. */
const messagesKept = 500;

export const openMailbox = (file: string): DatabaseSync =>
  openSqlite(
    file,
    `
    CREATE TABLE IF NOT EXISTS messages (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      recipient TEXT NOT NULL, sender TEXT NOT NULL, subject TEXT NOT NULL, text TEXT NOT NULL, html TEXT NOT NULL,
      headers TEXT NOT NULL, receivedAt INTEGER NOT NULL);
    CREATE INDEX IF NOT EXISTS messagesByRecipient ON messages (recipient COLLATE NOCASE);`,
  );

export function insertMessage(database: DatabaseSync, message: NewMessage): void {
  const { to, from, subject, text, html, headers, receivedAt } = message;
  database
    .prepare(
      `INSERT INTO messages (recipient, sender, subject, text, html, headers, receivedAt) VALUES (?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(to, from, subject, text, html, JSON.stringify(headers), receivedAt);
  database.prepare('DELETE FROM messages WHERE id <= (SELECT max(id) FROM messages) - ?').run(messagesKept);
}

/** Newest first; of one address (letter case does not matter) where `to` is given. */
export function listMessages(
  database: DatabaseSync,
  { to, limit }: { to?: string | undefined; limit: number },
): Message[] {
  const rows =
    to === undefined
      ? database.prepare('SELECT * FROM messages ORDER BY id DESC LIMIT ?').all(limit)
      : database
          .prepare('SELECT * FROM messages WHERE recipient = ? COLLATE NOCASE ORDER BY id DESC LIMIT ?')
          .all(to, limit);
  return rows.map((row) => messageOf(row as unknown as MessageRow));
}

export function findMessage(database: DatabaseSync, id: number): Message | undefined {
  const row = database.prepare('SELECT * FROM messages WHERE id = ?').get(id);
  return row && messageOf(row as unknown as MessageRow);
}

type MessageRow = Omit<Message, 'to' | 'from' | 'headers'> & {
  recipient: string;
  sender: string;
  headers: string;
};

const messageOf = ({ recipient, sender, headers, ...rest }: MessageRow): Message => ({
  ...rest,
  to: recipient,
  from: sender,
  headers: JSON.parse(headers) as Header[],
});
