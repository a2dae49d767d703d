import type { Insertable } from 'kysely';
import type { Db, Tables } from '../../platform/database/index.ts';
import { type Proofs, type Rows, readProofs } from './earlier-proofs.queries.ts';

/** Whose, and what was kept of them. */
interface Back<Table extends 'pins' | 'securityQuestions' | 'passkeys' | 'recoveryCodes'> {
  accountId: string;
  kept: Rows<Table>;
}

/** What is only ever replaced together: PIN, or questions. @returns whether they were others */
export async function putBackAnswers<Table extends 'pins' | 'securityQuestions'>(
  trx: Db,
  table: Table,
  { accountId, kept }: Back<Table>,
): Promise<boolean> {
  const present = await presentOf(trx, accountId);
  const asText = (rows: readonly object[]) =>
    JSON.stringify(rows.map((row) => JSON.stringify(Object.entries(row).sort())).sort());
  if (asText(present[table]) === asText(kept)) return false;
  await trx
    .deleteFrom(table as 'pins' | 'securityQuestions')
    .where('accountId', '=', accountId)
    .execute();
  await insertAll(trx, table, kept);
  return true;
}

/** @returns the names of those that were added since, and of those that are back */
export async function putBackPasskeys(
  trx: Db,
  { accountId, kept }: Back<'passkeys'>,
): Promise<{ taken: string[]; back: string[] }> {
  const { passkeys: present } = await presentOf(trx, accountId);
  const added = present.filter(({ id }) => !kept.some((each) => each.id === id));
  const removed = kept.filter(({ id }) => !present.some((each) => each.id === id));
  for (const { id } of added) {
    await trx.deleteFrom('passkeys').where('accountId', '=', accountId).where('id', '=', id).execute();
  }
  // One that somebody else has by now stays theirs.
  await insertAll(trx, 'passkeys', removed);
  return { taken: added.map(({ name }) => name), back: removed.map(({ name }) => name) };
}

/** Those that are the same stay as they are: one that was given since is given. @returns whether they were others */
export async function putBackRecoveryCodes(
  trx: Db,
  { accountId, kept }: Back<'recoveryCodes'>,
): Promise<boolean> {
  const { recoveryCodes: present } = await presentOf(trx, accountId);
  const missing = kept.filter(({ codeDigest }) => !present.some((each) => each.codeDigest === codeDigest));
  const added = present.filter(({ codeDigest }) => !kept.some((each) => each.codeDigest === codeDigest));
  if (missing.length + added.length === 0) return false;
  for (const { codeDigest } of added) {
    await trx
      .deleteFrom('recoveryCodes')
      .where('accountId', '=', accountId)
      .where('codeDigest', '=', codeDigest)
      .execute();
  }
  await insertAll(trx, 'recoveryCodes', missing);
  return true;
}

/** Whether a second factor is wished for or due. */
export async function putBackWish(
  trx: Db,
  accountId: string,
  wish: Pick<Proofs['account'], 'secondFactorChosenAt' | 'secondFactorDueAt'>,
): Promise<void> {
  await trx.updateTable('accounts').set(wish).where('id', '=', accountId).execute();
}

async function presentOf(trx: Db, accountId: string): Promise<Proofs> {
  const present = await readProofs(trx, accountId);
  if (!present) throw new Error('An account that is held is gone.');
  return present;
}

type Kept = 'pins' | 'securityQuestions' | 'passkeys' | 'recoveryCodes';

async function insertAll<Table extends Kept>(trx: Db, table: Table, rows: Rows<Table>): Promise<void> {
  if (rows.length === 0) return;
  await trx
    .insertInto(table as Kept)
    .values(rows as unknown as Insertable<Tables[Kept]>[])
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
