import type { Selectable } from 'kysely';
import type { Instant } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { ContestedLinksTable } from './links.tables.ts';

export type ContestedLink = Selectable<ContestedLinksTable>;

export async function saveContest(trx: Db, contest: ContestedLink): Promise<void> {
  const { accountId: _, serviceId: __, ...renewed } = contest;
  await trx
    .insertInto('contestedLinks')
    .values(contest)
    .onConflict((conflict) => conflict.columns(['accountId', 'serviceId']).doUpdateSet(renewed))
    .execute();
}

/** What the account has proven lately; it counts once. Of two at once, one gets it. */
export const takeContest = (
  trx: Db,
  {
    accountId,
    serviceId,
    provenSince,
  }: Pick<ContestedLink, 'accountId' | 'serviceId'> & { provenSince: Instant },
): Promise<ContestedLink | undefined> =>
  trx
    .deleteFrom('contestedLinks')
    .where('accountId', '=', accountId)
    .where('serviceId', '=', serviceId)
    .where('provenAt', '>=', provenSince)
    .returningAll()
    .executeTakeFirst();

/** What the account has proven lately. */
export const listContests = (
  db: Db,
  { accountId, provenSince }: Pick<ContestedLink, 'accountId'> & { provenSince: Instant },
): Promise<ContestedLink[]> =>
  db
    .selectFrom('contestedLinks')
    .selectAll()
    .where('accountId', '=', accountId)
    .where('provenAt', '>=', provenSince)
    .orderBy('serviceId')
    .execute();

export async function deleteContestsBefore(db: Db, instant: Instant): Promise<void> {
  await db.deleteFrom('contestedLinks').where('provenAt', '<', instant).execute();
}

/** What anybody has proven of a service account: its service says that the proof is worth nothing any more. */
export async function deleteContestsTo(
  trx: Db,
  { serviceId, serviceAccountId }: Pick<ContestedLink, 'serviceId' | 'serviceAccountId'>,
): Promise<void> {
  await trx
    .deleteFrom('contestedLinks')
    .where('serviceId', '=', serviceId)
    .where('serviceAccountId', '=', serviceAccountId)
    .execute();
}
