import type { DatabaseSync } from 'node:sqlite';
import { openSqlite } from '../open-sqlite.ts';
import type { LaterWord } from './behaviours.ts';

export interface NewText {
  /** Master Account's id of the message: the same for all of its tries. */
  messageId: string;
  to: string;
  text: string;
  trace: string;
  callback: string;
  answer: 'accepted' | 'refused' | 'not-now';
  receivedAt: number;
}

export interface Text extends NewText {
  id: number;
  /** What was told of it last. */
  status: string | null;
}

export interface PendingWord extends LaterWord {
  id: number;
  textId: number;
  trace: string;
  callback: string;
  dueAt: number;
}

/** Older texts make room: a demo that runs for a year does not fill the disk. */
const textsKept = 500;

export const openTexts = (file: string): DatabaseSync =>
  openSqlite(
    file,
    `
    CREATE TABLE IF NOT EXISTS texts (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      messageId TEXT NOT NULL, recipient TEXT NOT NULL, text TEXT NOT NULL, trace TEXT NOT NULL, callback TEXT NOT NULL,
      answer TEXT NOT NULL, status TEXT, receivedAt INTEGER NOT NULL);
    CREATE INDEX IF NOT EXISTS textsByRecipient ON texts (recipient);
    CREATE INDEX IF NOT EXISTS textsByMessage ON texts (messageId);
    CREATE TABLE IF NOT EXISTS words (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      textId INTEGER NOT NULL, status TEXT NOT NULL, code TEXT, reason TEXT, dueAt INTEGER NOT NULL, toldAt INTEGER);`,
  );

/** @returns the id of the text, and of each word that is to be told of it */
export function insertText(
  database: DatabaseSync,
  { messageId, to, text, trace, callback, answer, receivedAt }: NewText,
  words: readonly (LaterWord & { dueAt: number })[],
): { id: number; words: number[] } {
  const { lastInsertRowid } = database
    .prepare(
      'INSERT INTO texts (messageId, recipient, text, trace, callback, answer, receivedAt) VALUES (?, ?, ?, ?, ?, ?, ?)',
    )
    .run(messageId, to, text, trace, callback, answer, receivedAt);
  const id = Number(lastInsertRowid);
  const inserted = words.map(({ status, code = null, reason = null, dueAt }) =>
    Number(
      database
        .prepare('INSERT INTO words (textId, status, code, reason, dueAt) VALUES (?, ?, ?, ?, ?)')
        .run(id, status, code, reason, dueAt).lastInsertRowid,
    ),
  );
  database.prepare('DELETE FROM texts WHERE id <= ?').run(id - textsKept);
  database.prepare('DELETE FROM words WHERE textId <= ?').run(id - textsKept);
  return { id, words: inserted };
}

/** What became of the newest try of a message. */
export const findTextOfMessage = (database: DatabaseSync, messageId: string): Text | undefined =>
  textOf(database.prepare('SELECT * FROM texts WHERE messageId = ? ORDER BY id DESC LIMIT 1').get(messageId));

/** A text that was taken already is known by its newest try from now on. */
export function updateTrace(
  database: DatabaseSync,
  { id, trace, callback }: Pick<Text, 'id' | 'trace' | 'callback'>,
): void {
  database.prepare('UPDATE texts SET trace = ?, callback = ? WHERE id = ?').run(trace, callback, id);
}

/** Newest first; of one number where `to` is given. */
export function listTexts(
  database: DatabaseSync,
  { to, limit }: { to?: string | undefined; limit: number },
): Text[] {
  const rows =
    to === undefined
      ? database.prepare('SELECT * FROM texts ORDER BY id DESC LIMIT ?').all(limit)
      : database.prepare('SELECT * FROM texts WHERE recipient = ? ORDER BY id DESC LIMIT ?').all(to, limit);
  return rows.flatMap((row) => textOf(row) ?? []);
}

/** The id of every word that is still to be told. */
export const listUntold = (database: DatabaseSync): { id: number; dueAt: number }[] =>
  database.prepare('SELECT id, dueAt FROM words WHERE toldAt IS NULL ORDER BY id').all() as {
    id: number;
    dueAt: number;
  }[];

/** A word that is still to be told, with where it goes. */
export const findUntold = (database: DatabaseSync, id: number): PendingWord | undefined =>
  database
    .prepare(
      `SELECT words.id, textId, words.status, code, reason, dueAt, trace, callback FROM words
       JOIN texts ON texts.id = textId WHERE words.id = ? AND toldAt IS NULL`,
    )
    .get(id) as PendingWord | undefined;

export function markTold(database: DatabaseSync, { id, textId, status }: PendingWord, toldAt: number): void {
  database.prepare('UPDATE words SET toldAt = ? WHERE id = ?').run(toldAt, id);
  database.prepare('UPDATE texts SET status = ? WHERE id = ?').run(status, textId);
}

type TextRow = Omit<Text, 'to'> & { recipient: string };

function textOf(row: unknown): Text | undefined {
  if (!row) return undefined;
  const { recipient, ...rest } = row as TextRow;
  return { ...rest, to: recipient };
}
