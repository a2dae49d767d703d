import type { Clock } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';
import type { AccountChange } from '../messages/index.ts';
import { noticeDigest } from './issue-notice-link.ts';
import { findUsableNotice } from './notices.queries.ts';

export interface Notice {
  accountId: string;
  change: AccountChange;
  createdAt: number;
}

/** What the link of a notice is about; undefined where it is unknown, over, or was acted on. */
export async function findNotice(
  { db, clock, sealing }: { db: Db; clock: Clock; sealing: Pick<Sealing, 'digest'> },
  secret: string,
): Promise<Notice | undefined> {
  const secretDigest = noticeDigest(sealing, secret.slice(0, 64));
  const notice = await findUsableNotice(db, { secretDigest, now: clock.now() });
  return notice && { ...notice, change: notice.change as AccountChange };
}
