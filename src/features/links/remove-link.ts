import type { Result } from '../../kernel/index.ts';
import { recordEvent } from '../audit/index.ts';
import { type Changer, notifyChange } from '../notices/index.ts';
import { changeInSession } from '../sessions/index.ts';
import type { LinkingDeps } from './link-and-tell.ts';
import type { Link } from './links.queries.ts';
import { type EndServiceSessions, takeLink } from './take-link.ts';

export interface RemoveLinkDeps extends LinkingDeps {
  endServiceSessions: EndServiceSessions<undefined>;
}

/**
 * The owner removes a link: what was opened at the service ends with it, for this account alone; somebody else who
 * shares the service account stays.
 * @returns false where it is not a link of this account, or gone already
 */
export const removeLink = (
  deps: RemoveLinkDeps,
  changer: Changer,
  { serviceName, ...link }: Pick<Link, 'id' | 'serviceId'> & { serviceName: string },
): Promise<Result<boolean, 'session-over'>> =>
  changeInSession(deps, changer, async (trx) => {
    const { account, address, reference, browserWords: browser } = changer;
    const inTransaction = { ...deps, db: trx };
    const removed = await takeLink(inTransaction, { ...link, accountId: account.id });
    if (!removed) return false;
    const { serviceId, username } = removed;
    await recordEvent(inTransaction, {
      what: 'link-removed',
      outcome: 'done',
      who: `account:${account.id}`,
      serviceId,
      from: address,
      browser,
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
