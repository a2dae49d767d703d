import { existsSync } from 'node:fs';
import type { Configuration } from './config.ts';
import type { MessageCommandDeps } from './entrypoints/cli/index.ts';
import { migrations } from './migrations.ts';
import { databaseFile, sealingKeys, sharedClock } from './parts.ts';
import { migrate, openDatabase } from './platform/database/index.ts';
import { openSealing } from './platform/sealing/index.ts';

/** What a command needs of a configuration to work beside the server that runs. */
export type OperatedPlace = Pick<Configuration, 'issuer' | 'database' | 'dataDirectory' | 'sealingKeys'>;

/**
 * Opens the database for one command, while the server may be running.
 * @throws with a sentence where there is no database yet
 */
export async function operateMessages<Value>(
  place: OperatedPlace,
  act: (deps: MessageCommandDeps) => Promise<Value>,
): Promise<Value> {
  const file = databaseFile(place);
  if (!place.database && !existsSync(file)) {
    throw new Error(`There is no database ${file}. Is this the configuration that is running?`);
  }
  const database = openDatabase({ url: place.database?.url, file });
  try {
    await migrate(database.db, migrations);
    const clock = await sharedClock(database);
    const { db } = database;
    const sealing = openSealing(sealingKeys(place));
    return await act({ db, clock, sealing, issuer: place.issuer }).finally(() => clock.stop());
  } finally {
    await database.close();
  }
}
