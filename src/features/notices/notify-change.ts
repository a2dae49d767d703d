import type { Sealing } from '../../platform/sealing/index.ts';
import type { Account } from '../accounts/index.ts';
import type { AccountChange } from '../messages/index.ts';
import { recordMessage } from '../messages/index.ts';
import { issueNoticeLink, type NoticeLinkDeps } from './issue-notice-link.ts';

interface Deps extends NoticeLinkDeps {
  sealing: Pick<Sealing, 'seal' | 'digest'>;
}

export interface Changed {
  account: Pick<Account, 'id' | 'email' | 'firstName'>;
  change: AccountChange;
  /** What exactly, where it helps to recognise it: a service's name, a new address. */
  detail?: string | undefined;
  /** What else the owner should know of the account then. */
  besides?: readonly (readonly [term: string, text: string])[] | undefined;
  /** From where: the client's address, and its `User-Agent` in words. */
  from: { address?: string | undefined; browser?: string | undefined };
  /** Where somebody else did it at the owner's wish. */
  by?: 'customer-care' | undefined;
}

/** Tells the owner of a change, with a way to say that it was somebody else. */
export async function notifyChange(
  deps: Deps,
  { account, change, detail, besides, from, by }: Changed,
): Promise<void> {
  const link = await issueNoticeLink(deps, { accountId: account.id, change });
  await recordMessage(deps, {
    kind: 'account-changed',
    to: account.email,
    about: `account:${account.id}`,
    fields: {
      firstName: account.firstName,
      change,
      detail,
      besides,
      at: deps.clock.now(),
      address: from.address,
      browser: from.browser,
      by,
      link,
    },
  });
}
