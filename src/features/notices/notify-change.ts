import { type Clock, hours, newId } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';
import type { Account } from '../accounts/index.ts';
import type { AccountChange } from '../messages/index.ts';
import { recordMessage } from '../messages/index.ts';
import { insertNotice } from './notices.queries.ts';

const LINK_LASTS = hours(72);

interface Deps {
  /** The transaction of the change: both are kept, or neither. */
  db: Db;
  clock: Clock;
  sealing: Pick<Sealing, 'seal' | 'digest'>;
  /** The configured address of Master Account: links in mail are made from nothing else. */
  issuer: string;
}

export interface Changed {
  account: Pick<Account, 'id' | 'email' | 'firstName'>;
  change: AccountChange;
  /** What exactly, where it helps to recognise it: a service's name, a new address. */
  detail?: string | undefined;
  /** From where: the client's address, and its `User-Agent` in words. */
  from: { address?: string | undefined; browser?: string | undefined };
  /** Another address that is told than the account's: the old one, when that has changed. */
  to?: string | undefined;
}

/** Tells the owner of a change. The link in it is good for 72 hours, and is acted on by POST only. */
export async function notifyChange(
  { db, clock, sealing, issuer }: Deps,
  { account, change, detail, from, to = account.email }: Changed,
): Promise<void> {
  const secret = newId();
  const now = clock.now();
  await insertNotice(db, {
    secretDigest: noticeDigest(sealing, secret),
    accountId: account.id,
    change,
    createdAt: now,
    expiresAt: now + LINK_LASTS,
  });
  await recordMessage(
    { db, clock, sealing },
    {
      kind: 'account-changed',
      to,
      about: `account:${account.id}`,
      fields: {
        firstName: account.firstName,
        change,
        detail,
        at: now,
        address: from.address,
        browser: from.browser,
        link: `${issuer}/not-me?notice=${secret}`,
      },
    },
  );
}

export const noticeDigest = (sealing: Pick<Sealing, 'digest'>, secret: string): string =>
  sealing.digest(secret, 'notice');
