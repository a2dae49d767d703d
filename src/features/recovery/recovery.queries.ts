import type { Selectable, Updateable } from 'kysely';
import type { Instant } from '../../kernel/index.ts';
import { type Db, inBatches } from '../../platform/database/index.ts';
import type { RecoveriesTable } from './recovery.tables.ts';

export type Recovery = Selectable<RecoveriesTable>;

/** What a step has found was overtaken: the recovery has ended, or went on in another request. */
export class RecoveryOver extends Error {
  override name = 'RecoveryOver';
}

export type NewRecovery = Pick<
  Recovery,
  'id' | 'browser' | 'secret' | 'email' | 'attemptId' | 'createdAt' | 'expiresAt'
>;

export async function insertRecovery(trx: Db, recovery: NewRecovery): Promise<void> {
  await trx.insertInto('recoveries').values(recovery).execute();
}

/** A recovery that has not expired, finished or not. */
export const findLiveRecovery = (
  db: Db,
  { id, now }: { id: string; now: Instant },
): Promise<Recovery | undefined> =>
  db
    .selectFrom('recoveries')
    .selectAll()
    .where('id', '=', id)
    .where('expiresAt', '>', now)
    .executeTakeFirst();

/** What a step may write. */
export type Progress = Pick<
  Updateable<RecoveriesTable>,
  | 'secret'
  | 'channel'
  | 'tokenSentAt'
  | 'tokenProvenAt'
  | 'accountId'
  | 'answersProvenAt'
  | 'secondFactorAt'
  | 'doneAt'
>;

/**
 * Writes what a step has established, if the recovery still is as the step found it: not finished, not expired, and
 * under the same cookie, so that of two requests that give the same proof one counts.
 * @throws RecoveryOver
 */
export async function saveProgress(
  db: Db,
  { id, secret }: Pick<Recovery, 'id' | 'secret'>,
  progress: Progress,
  now: Instant,
): Promise<void> {
  const { numUpdatedRows } = await db
    .updateTable('recoveries')
    .set(progress)
    .where('id', '=', id)
    .where('secret', '=', secret)
    .where('doneAt', 'is', null)
    .where('expiresAt', '>', now)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows !== 1n) throw new RecoveryOver();
}

export async function deleteRecoveriesBefore(db: Db, expiredBefore: Instant): Promise<void> {
  const expired = db.selectFrom('recoveries').select('id').where('expiresAt', '<=', expiredBefore);
  await inBatches(async (limit) => {
    const { numDeletedRows } = await db
      .deleteFrom('recoveries')
      .where('id', 'in', expired.limit(limit))
      .executeTakeFirstOrThrow();
    return Number(numDeletedRows);
  });
}
