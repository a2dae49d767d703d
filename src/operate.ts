import { existsSync } from 'node:fs';
import { type Configuration, sudoUser } from './config.ts';
import { type OperatorDeps, operatingUser } from './entrypoints/cli/index.ts';
import { migrations } from './migrations.ts';
import { databaseFile, sealingKeys, sharedClock } from './parts.ts';
import { migrateAt, openDatabase } from './platform/database/index.ts';
import { openHashing } from './platform/hashing/index.ts';
import { openSealing } from './platform/sealing/index.ts';

/** Where operators work: what is needed of a configuration beside the server that runs. */
export type OperatedPlace = Pick<
  Configuration,
  'issuer' | 'database' | 'dataDirectory' | 'sealingKeys' | 'services' | 'hashing'
>;

/** @throws with a sentence where there is no database yet: no command makes one by mistake */
export function requireDatabase(place: Pick<OperatedPlace, 'database' | 'dataDirectory'>): void {
  const file = databaseFile(place);
  if (place.database || existsSync(file)) return;
  throw new Error(`There is no database ${file}. Is this the configuration that is running?`);
}

/**
 * Opens what one command of an operator works on, on either database, while the server may be running.
 * @throws with a sentence where there is no database yet
 */
export async function operate<Value>(
  place: OperatedPlace,
  act: (deps: OperatorDeps) => Promise<Value>,
): Promise<Value> {
  requireDatabase(place);
  const address = { url: place.database?.url, file: databaseFile(place) };
  const database = openDatabase(address);
  try {
    await migrateAt(address, database.db, migrations);
    const clock = await sharedClock(database);
    const { issuer, services } = place;
    const sealing = openSealing(sealingKeys(place));
    const hashing = openHashing(place.hashing);
    const user = operatingUser(sudoUser());
    const deps = { db: database.db, clock, sealing, issuer, services, hashing, operatingUser: user };
    return await act(deps).finally(() => clock.stop());
  } finally {
    await database.close();
  }
}
