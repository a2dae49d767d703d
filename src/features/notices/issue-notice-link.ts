import { type Clock, hours, newId } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';
import type { AccountChange } from '../messages/index.ts';
import { insertNotice } from './notices.queries.ts';

const LINK_LASTS = hours(72);

export interface NoticeLinkDeps {
  /** The transaction of the change: both are kept, or neither. */
  db: Db;
  clock: Clock;
  sealing: Pick<Sealing, 'digest'>;
  /** The configured address of Master Account: links in mail are made from nothing else. */
  issuer: string;
}

/** The link by which an owner says "this wasn't me". It is good for 72 hours, and is acted on by POST only. */
export async function issueNoticeLink(
  { db, clock, sealing, issuer }: NoticeLinkDeps,
  { accountId, change }: { accountId: string; change: AccountChange },
): Promise<string> {
  const secret = newId();
  const now = clock.now();
  await insertNotice(db, {
    secretDigest: noticeDigest(sealing, secret),
    accountId,
    change,
    createdAt: now,
    expiresAt: now + LINK_LASTS,
  });
  return `${issuer}/not-me?notice=${secret}`;
}

/** What is kept of the secret in such a link. */
export const noticeDigest = (sealing: Pick<Sealing, 'digest'>, secret: string): string =>
  sealing.digest(secret, 'notice');
