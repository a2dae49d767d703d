import { migrations } from '../../src/migrations.ts';
import { databaseFile } from '../../src/parts.ts';
import { migrate, openDatabase } from '../../src/platform/database/index.ts';
import { openHashing } from '../../src/platform/hashing/index.ts';
import { seedPeople } from './seed.queries.ts';

/** The password of everybody who is seeded. */
export const PASSWORD = 'a lantern over wide water';

/**
 * Makes the tables, and in them that many people as they are after some years: an account with its password, two
 * links, two devices, messages and audit events; one in five has a session. Straight into the tables, in bulk.
 */
export async function seedAccounts(
  place: { directory: string; url?: string | undefined },
  accounts: number,
): Promise<void> {
  const { db, kind, close } = openDatabase({
    url: place.url,
    file: databaseFile({ dataDirectory: place.directory }),
  });
  try {
    await migrate(db, migrations);
    const passwordHash = await openHashing({ memoryKiB: 19_456, passes: 2 }).hashPassword(PASSWORD);
    await seedPeople(db, kind, { accounts, passwordHash, now: Date.now() });
  } finally {
    await close();
  }
}
