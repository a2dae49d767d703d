import type { DatabaseSync } from 'node:sqlite';
import { openSqlite } from '../open-sqlite.ts';

/** Opens (and makes, the first time) the database that belongs to one service alone. */
export const openServiceDatabase = (file: string): DatabaseSync =>
  openSqlite(
    file,
    `
    CREATE TABLE IF NOT EXISTS users (
      id TEXT PRIMARY KEY, username TEXT NOT NULL UNIQUE, displayName TEXT NOT NULL,
      passwordHash TEXT NOT NULL, condition TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS sessions (
      digest TEXT PRIMARY KEY, userId TEXT NOT NULL REFERENCES users, access TEXT NOT NULL,
      subject TEXT NOT NULL, sid TEXT, idToken TEXT NOT NULL, claims TEXT NOT NULL,
      startedAt INTEGER NOT NULL, expiresAt INTEGER NOT NULL);
    CREATE TABLE IF NOT EXISTS pendingSignOns (
      state TEXT PRIMARY KEY, browser TEXT NOT NULL, nonce TEXT NOT NULL, codeVerifier TEXT NOT NULL,
      expiresAt INTEGER NOT NULL);`,
  );
