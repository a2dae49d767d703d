import type { Clock } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';
import { noticeDigest } from './issue-notice-link.ts';
import { markUsed } from './notices.queries.ts';

/** Uses the link of a notice up, in the transaction of what it sets off. @returns false where somebody was first */
export const claimNotice = (
  { db, clock, sealing }: { db: Db; clock: Clock; sealing: Pick<Sealing, 'digest'> },
  secret: string,
): Promise<boolean> =>
  markUsed(db, { secretDigest: noticeDigest(sealing, secret.slice(0, 64)), now: clock.now() });
