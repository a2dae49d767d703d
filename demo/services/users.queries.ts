import type { DatabaseSync } from 'node:sqlite';
import type { UserCondition } from '../lumen.ts';

/** A user in the service's own database. */
export interface User {
  /** The stable, canonical id: usernames may be written in many ways, this decides. */
  id: string;
  username: string;
  displayName: string;
  passwordHash: string;
  condition: UserCondition;
}

export const findUser = (database: DatabaseSync, id: string): User | undefined =>
  database.prepare('SELECT * FROM users WHERE id = ?').get(id) as User | undefined;

/** `username` in the one form that is stored: see `storedUsername`. */
export const findUserByUsername = (database: DatabaseSync, username: string): User | undefined =>
  database.prepare('SELECT * FROM users WHERE username = ?').get(username) as User | undefined;

export const listUsers = (database: DatabaseSync): User[] =>
  database.prepare('SELECT * FROM users ORDER BY id').all() as unknown as User[];

/** Leaves a user who is there already as they are. */
export function insertUser(
  database: DatabaseSync,
  { id, username, displayName, passwordHash, condition }: User,
): void {
  database
    .prepare('INSERT INTO users VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING')
    .run(id, username, displayName, passwordHash, condition);
}

export function setPasswordHash(database: DatabaseSync, id: string, passwordHash: string): void {
  database.prepare('UPDATE users SET passwordHash = ? WHERE id = ?').run(passwordHash, id);
}
