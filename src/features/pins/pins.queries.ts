import type { Db } from '../../platform/database/index.ts';
import type { PinsTable } from './pins.tables.ts';

export async function insertSealedPin(trx: Db, pin: PinsTable): Promise<void> {
  await trx.insertInto('pins').values(pin).execute();
}

export const findSealedPin = (db: Db, accountId: string): Promise<PinsTable | undefined> =>
  db.selectFrom('pins').selectAll().where('accountId', '=', accountId).executeTakeFirst();

export async function replaceSealedPin(trx: Db, pin: PinsTable): Promise<void> {
  const { accountId: _, ...renewed } = pin;
  await trx
    .insertInto('pins')
    .values(pin)
    .onConflict((conflict) => conflict.column('accountId').doUpdateSet(renewed))
    .execute();
}
