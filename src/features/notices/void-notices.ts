import type { Instant } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { deleteNoticesSince } from './notices.queries.ts';

/**
 * The links of an account's notices since an instant do nothing any more, in the caller's transaction: they went to an
 * address that turned out to be somebody else's.
 */
export const voidNotices = (trx: Db, accountId: string, since: Instant): Promise<void> =>
  deleteNoticesSince(trx, accountId, since);
