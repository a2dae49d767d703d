// Writes boats in pairs until it is killed, and says each pair once it was answered.
import { openDatabase } from '../../src/platform/database/index.ts';
import { insertBoat } from './boats.ts';

const { db } = openDatabase({ file: process.argv[2] });
for (let voyage = 0; ; voyage++) {
  await Promise.all(
    [1, 2, 3].map(async (lane) => {
      const name = `${voyage}-${lane}`;
      await db.transaction().execute(async (trx) => {
        await insertBoat(trx, `${name}-hull`);
        await insertBoat(trx, `${name}-mast`);
      });
      process.stdout.write(`${name}\n`);
    }),
  );
}
