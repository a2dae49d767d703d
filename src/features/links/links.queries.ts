import type { Instant } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { LinksTable } from './links.tables.ts';

export type Link = Omit<LinksTable, 'ownerKey'>;

const columns = [
  'id',
  'accountId',
  'serviceId',
  'serviceAccountId',
  'username',
  'displayName',
  'secondFactorRequiredAt',
  'createdAt',
  'lastUsedAt',
] as const;

export const findLink = (
  db: Db,
  { accountId, serviceId }: { accountId: string; serviceId: string },
): Promise<Link | undefined> =>
  db
    .selectFrom('links')
    .select(columns)
    .where('accountId', '=', accountId)
    .where('serviceId', '=', serviceId)
    .executeTakeFirst();

/** A link, for the length of a transaction: nobody ends it meanwhile. False where it has ended. */
export async function holdLink(
  trx: Db,
  { accountId, serviceId, serviceAccountId }: Pick<Link, 'accountId' | 'serviceId' | 'serviceAccountId'>,
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('links')
    .set((row) => ({ createdAt: row.ref('createdAt') }))
    .where('accountId', '=', accountId)
    .where('serviceId', '=', serviceId)
    .where('serviceAccountId', '=', serviceAccountId)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/** All links of an account, oldest first. */
export const listLinks = (db: Db, accountId: string): Promise<Link[]> =>
  db
    .selectFrom('links')
    .select(columns)
    .where('accountId', '=', accountId)
    .orderBy('createdAt')
    .orderBy('serviceId')
    .execute();

/** Whether anybody else has a link to this service account, under whichever rule it was made. */
export async function isTakenByAnother(
  db: Db,
  { serviceId, serviceAccountId, accountId }: Pick<Link, 'serviceId' | 'serviceAccountId' | 'accountId'>,
): Promise<boolean> {
  const taken = await db
    .selectFrom('links')
    .select('id')
    .where('serviceId', '=', serviceId)
    .where('serviceAccountId', '=', serviceAccountId)
    .where('accountId', '!=', accountId)
    .executeTakeFirst();
  return taken !== undefined;
}

/** One winner: of claims racing for the same owner key, or for the same account and service, one is inserted. */
export async function claimLink(db: Db, link: LinksTable): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('links')
    .values(link)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

export const deleteLinksTo = (
  db: Db,
  { serviceId, serviceAccountId }: { serviceId: string; serviceAccountId: string },
): Promise<Link[]> =>
  db
    .deleteFrom('links')
    .where('serviceId', '=', serviceId)
    .where('serviceAccountId', '=', serviceAccountId)
    .returning(columns)
    .execute();

/** One link of one account. Of two at once, one gets it. */
export const deleteLink = (
  db: Db,
  { id, accountId, serviceId }: Pick<Link, 'id' | 'accountId' | 'serviceId'>,
): Promise<Link | undefined> =>
  db
    .deleteFrom('links')
    .where('id', '=', id)
    .where('accountId', '=', accountId)
    .where('serviceId', '=', serviceId)
    .returning(columns)
    .executeTakeFirst();

/** The account is deleted: its service accounts are free again. */
export async function deleteLinksOf(trx: Db, accountId: string): Promise<void> {
  await trx.deleteFrom('links').where('accountId', '=', accountId).execute();
  await trx.deleteFrom('endedLinks').where('accountId', '=', accountId).execute();
  await trx.deleteFrom('contestedLinks').where('accountId', '=', accountId).execute();
}

/** When the service ended the account's link to it, where there has been no new one since. */
export async function findEndedLink(
  db: Db,
  { accountId, serviceId }: { accountId: string; serviceId: string },
): Promise<{ endedAt: Instant } | undefined> {
  return db
    .selectFrom('endedLinks')
    .select('endedAt')
    .where('accountId', '=', accountId)
    .where('serviceId', '=', serviceId)
    .executeTakeFirst();
}

/** Every link that its service ended and that was not made anew. */
export const listEndedLinks = (
  db: Db,
  accountId: string,
): Promise<{ serviceId: string; endedAt: Instant }[]> =>
  db
    .selectFrom('endedLinks')
    .select(['serviceId', 'endedAt'])
    .where('accountId', '=', accountId)
    .orderBy('endedAt')
    .execute();

export async function insertEndedLink(
  db: Db,
  { accountId, serviceId }: Pick<Link, 'accountId' | 'serviceId'>,
  endedAt: Instant,
): Promise<void> {
  await db
    .insertInto('endedLinks')
    .values({ accountId, serviceId, endedAt })
    .onConflict((conflict) => conflict.columns(['accountId', 'serviceId']).doUpdateSet({ endedAt }))
    .execute();
}

/** There is a link anew: nothing is to be told of the old one. */
export async function deleteEndedLink(
  db: Db,
  { accountId, serviceId }: Pick<Link, 'accountId' | 'serviceId'>,
): Promise<void> {
  await db
    .deleteFrom('endedLinks')
    .where('accountId', '=', accountId)
    .where('serviceId', '=', serviceId)
    .execute();
}

export async function saveLastUse(db: Db, linkIds: readonly string[], at: Instant): Promise<void> {
  await db.updateTable('links').set({ lastUsedAt: at }).where('id', 'in', linkIds).execute();
}

interface Signal {
  serviceId: string;
  signalId: string;
}

/** One winner: a signal is obeyed once, however often it is sent. */
export async function claimSignal(db: Db, signal: Signal & { receivedAt: Instant }): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('serviceSignals')
    .values({ ...signal, accountIds: '[]' })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

export async function saveSignalEffect(
  db: Db,
  { serviceId, signalId }: Signal,
  accountIds: readonly string[],
): Promise<void> {
  await db
    .updateTable('serviceSignals')
    .set({ accountIds: JSON.stringify(accountIds) })
    .where('serviceId', '=', serviceId)
    .where('signalId', '=', signalId)
    .execute();
}

/** Ids of the accounts whose links a signal ended when it was obeyed. */
export async function findSignalEffect(db: Db, { serviceId, signalId }: Signal): Promise<string[]> {
  const { accountIds } = await db
    .selectFrom('serviceSignals')
    .select('accountIds')
    .where('serviceId', '=', serviceId)
    .where('signalId', '=', signalId)
    .executeTakeFirstOrThrow();
  return JSON.parse(accountIds);
}

export async function removeSignalsBefore(db: Db, instant: Instant): Promise<void> {
  await db.deleteFrom('serviceSignals').where('receivedAt', '<', instant).execute();
}
