import type { DatabaseSync } from 'node:sqlite';
import { isPassword } from './passwords.ts';
import { findUserByUsername } from './users.queries.ts';

/** The answers of the verifier contract. */
export type Outcome =
  | { outcome: 'match'; account: { id: string; username: string; displayName: string } }
  | { outcome: 'mismatch' | 'locked' | 'password-expired' | 'second-step-required' };

export interface Credentials {
  username: string;
  password: string;
}

/** Whether the credentials are right here. Anything but `mismatch` is told only to someone with the right password. */
export async function checkCredentials(
  database: DatabaseSync,
  { username, password }: Credentials,
): Promise<Outcome> {
  const user = findUserByUsername(database, storedUsername(username));
  if (!(await isPassword(user?.passwordHash, password)) || !user) return { outcome: 'mismatch' };
  if (user.condition !== 'active') return { outcome: user.condition };
  return {
    outcome: 'match',
    account: { id: user.id, username: user.username, displayName: user.displayName },
  };
}

/** `Bob`, `bob ` and full-width `ｂｏｂ` are one user here, as in many a grown user database. */
const storedUsername = (typed: string): string => typed.normalize('NFKC').trim().toLowerCase();
