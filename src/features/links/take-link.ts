import type { Db } from '../../platform/database/index.ts';
import { deleteLink, type Link } from './links.queries.ts';

/**
 * Ends what these accounts have opened at a service, in the transaction of what it ends with; and where the service
 * account is told, what anybody has opened there with it.
 */
export type EndServiceSessions<ServiceAccountId extends string | undefined> = (
  trx: Db,
  ended: { serviceId: string; serviceAccountId: ServiceAccountId; accountIds: string[] },
) => Promise<unknown>;

/**
 * Takes a link away from its account, in the caller's transaction: what this account has opened at the service ends with
 * it. Somebody else who shares the service account stays.
 * @returns what it was; undefined where it is not a link of this account, or gone already
 */
export async function takeLink(
  { db, endServiceSessions }: { db: Db; endServiceSessions: EndServiceSessions<undefined> },
  link: Pick<Link, 'id' | 'accountId' | 'serviceId'>,
): Promise<Link | undefined> {
  const taken = await deleteLink(db, link);
  if (!taken) return undefined;
  const { serviceId, accountId } = link;
  await endServiceSessions(db, { serviceId, serviceAccountId: undefined, accountIds: [accountId] });
  return taken;
}
