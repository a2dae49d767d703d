// The rows belong to sign-in, recovery, email-changes and care. Those stand on this feature, so that what ends them is here.
import type { Db } from '../../platform/database/index.ts';

/** Of an attempt that is done and not collected too: whoever comes for it finds nothing. */
export async function deleteAttemptsOf(trx: Db, accountId: string, except?: string): Promise<void> {
  let ending = trx
    .deleteFrom('attempts')
    .where((row) => row.or([row('accountId', '=', accountId), row('sessionAccountId', '=', accountId)]));
  if (except !== undefined) ending = ending.where('id', '!=', except);
  await ending.execute();
}

/** Those for an address of the account too, whose questions nobody has answered yet. In the order of their ids. */
export async function listRecoveriesOf(
  db: Db,
  {
    accountId,
    emails,
    except = '',
  }: { accountId: string; emails: readonly string[]; except?: string | undefined },
): Promise<string[]> {
  const rows = await db
    .selectFrom('recoveries')
    .select('id')
    .where((row) => row.or([row('email', 'in', emails), row('accountId', '=', accountId)]))
    .where('id', '!=', except)
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
}

export async function deleteRecoveries(trx: Db, ids: readonly string[]): Promise<void> {
  for (const id of ids) await trx.deleteFrom('recoveries').where('id', '=', id).execute();
}

export async function deletePendingEmail(trx: Db, accountId: string): Promise<void> {
  await trx.deleteFrom('emailChanges').where('accountId', '=', accountId).execute();
}

/** Browsers that it was used in, and what agents may do for a caller whose PIN was right. */
export async function deleteTrust(trx: Db, accountId: string): Promise<void> {
  await trx.deleteFrom('devices').where('accountId', '=', accountId).execute();
  await trx.deleteFrom('carePermits').where('customer', '=', `account:${accountId}`).execute();
}
