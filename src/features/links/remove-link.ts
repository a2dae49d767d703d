import type { Result } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { recordEvent } from '../audit/index.ts';
import { type Changer, notifyChange } from '../notices/index.ts';
import { changeInSession } from '../sessions/index.ts';
import type { LinkingDeps } from './link-and-tell.ts';
import { deleteLink, type Link } from './links.queries.ts';

export interface RemoveLinkDeps extends LinkingDeps {
  /** Ends what this account has opened at the service, in the transaction that removes the link. */
  endServiceSessions(
    trx: Db,
    ended: { serviceId: string; serviceAccountId: undefined; accountIds: string[] },
  ): Promise<unknown>;
}

/**
 * The owner removes a link: what was opened at the service ends with it, for this account alone; somebody else who
 * shares the service account stays.
 * @returns false where it is not a link of this account, or gone already
 */
export const removeLink = (
  deps: RemoveLinkDeps,
  { account, session, address, reference, browserWords: browser }: Changer,
  { serviceName, ...link }: Pick<Link, 'id' | 'serviceId'> & { serviceName: string },
): Promise<Result<boolean, 'session-over'>> =>
  changeInSession(deps, { accountId: account.id, uid: session }, async (trx) => {
    const removed = await deleteLink(trx, { ...link, accountId: account.id });
    if (!removed) return false;
    const { serviceId, username } = removed;
    await deps.endServiceSessions(trx, { serviceId, serviceAccountId: undefined, accountIds: [account.id] });
    const inTransaction = { ...deps, db: trx };
    await recordEvent(inTransaction, {
      what: 'link-removed',
      outcome: 'done',
      who: `account:${account.id}`,
      serviceId,
      from: address,
      reference,
    });
    const detail = `${serviceName}, as ${username}`;
    await notifyChange(inTransaction, {
      account,
      change: 'link-removed',
      detail,
      from: { address, browser },
    });
    return true;
  });
