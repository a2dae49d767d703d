import type { Db } from '../../../platform/database/index.ts';
import type { SigningKeysTable } from '../oidc.tables.ts';

export async function listSigningKeys(db: Db): Promise<SigningKeysTable[]> {
  return db.selectFrom('signingKeys').selectAll().orderBy('alg').orderBy('generation').execute();
}

/** Of two nodes that make the next generation at once, one's is kept. */
export async function insertSigningKey(db: Db, key: SigningKeysTable): Promise<void> {
  await db
    .insertInto('signingKeys')
    .values(key)
    .onConflict((conflict) => conflict.columns(['alg', 'generation']).doNothing())
    .execute();
}

export async function deleteSigningKeys(db: Db, kids: readonly string[]): Promise<void> {
  if (kids.length > 0) await db.deleteFrom('signingKeys').where('kid', 'in', kids).execute();
}
