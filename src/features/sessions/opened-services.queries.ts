import type { Instant } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { OpenedService } from './session.ts';

/**
 * The service's grant in the session: of two first visits at once, one makes it and both get it. Whom the
 * service sees may change from one visit to the next.
 * @returns the grant that holds, which need not be the one offered
 */
export async function claimService(
  db: Db,
  sessionUid: string,
  clientId: string,
  { serviceAccountId = null, ...offered }: OfferedService,
): Promise<Pick<OpenedService, 'grantId' | 'sid'>> {
  return db
    .insertInto('sessionServices')
    .values({ sessionUid, clientId, serviceAccountId, ...offered })
    .onConflict((conflict) => conflict.columns(['sessionUid', 'clientId']).doUpdateSet({ serviceAccountId }))
    .returning(['grantId', 'sid'])
    .executeTakeFirstOrThrow();
}

interface OfferedService extends Pick<OpenedService, 'grantId' | 'sid'> {
  serviceAccountId?: string | null;
  openedAt: Instant;
}

export async function findGrant(
  db: Db,
  grantId: string,
): Promise<{ accountId: string; clientId: string; openedAt: Instant; expiresAt: Instant } | undefined> {
  return db
    .selectFrom('sessionServices')
    .innerJoin('sessions', 'sessions.uid', 'sessionServices.sessionUid')
    .select([
      'sessions.accountId',
      'sessionServices.clientId',
      'sessionServices.openedAt',
      'sessions.expiresAt',
    ])
    .where('sessionServices.grantId', '=', grantId)
    .executeTakeFirst();
}

/** What was issued under the grant is void at once; the service stays among those that are told at the end. */
export async function replaceGrant(db: Db, grantId: string, by: string): Promise<void> {
  await db.updateTable('sessionServices').set({ grantId: by }).where('grantId', '=', grantId).execute();
}
