import type { DatabaseSync } from 'node:sqlite';
import { type LumenService, legacyPassword, lumenUsers } from '../lumen.ts';
import { hashPassword } from './passwords.ts';
import { insertUser, listUsers, setPasswordHash } from './users.queries.ts';

/** Adds the pretend users who are missing; those who are there keep the password they have by now. */
export async function seedUsers(database: DatabaseSync, { users }: LumenService): Promise<void> {
  const known = new Set(listUsers(database).map(({ username }) => username));
  await Promise.all(
    lumenUsers.map(async ({ username, displayName, condition }, position) => {
      if (known.has(username)) return;
      const passwordHash = await hashPassword(legacyPassword);
      insertUser(database, {
        id: canonicalId(users, position),
        username,
        displayName,
        passwordHash,
        condition,
      });
    }),
  );
}

/** Gives every pretend user the password back that the demo prints at its start. */
export async function restorePasswords(database: DatabaseSync): Promise<void> {
  for (const { id } of listUsers(database)) {
    setPasswordHash(database, id, await hashPassword(legacyPassword));
  }
}

const canonicalId = ({ prefix, first }: LumenService['users'], position: number) =>
  `${prefix}-${first + position}`;
