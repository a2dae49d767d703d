import type { Clock, Instant, Result } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';
import type { Account } from '../accounts/index.ts';
import { recordEvent } from '../audit/index.ts';
import { type Changed, type Changer, notifyChange } from '../notices/index.ts';
import { actInSession } from '../sessions/index.ts';
import { takeDeletion } from './account-deletion.queries.ts';

export interface KeepAccountDeps {
  db: Db;
  clock: Clock;
  sealing: Pick<Sealing, 'seal' | 'digest'>;
  issuer: string;
}

interface Keeping {
  account: Account;
  from: Changed['from'];
  reference: string;
}

/**
 * The owner has thought better of it, in Manage My Account.
 * @returns false where nothing was to be deleted, or it is too late
 */
export const keepAccount = (
  deps: KeepAccountDeps,
  changer: Changer,
): Promise<Result<boolean, 'session-over'>> =>
  actInSession(deps, changer, (trx) => {
    const { account, address, browserWords: browser, reference } = changer;
    return callOffDeletion({ ...deps, db: trx }, { account, from: { address, browser }, reference });
  });

/**
 * The same in the transaction of whoever has made sure that it is the owner; the account is held.
 * @param askedSince only a deletion that was asked for since then is called off
 */
export async function callOffDeletion(
  deps: KeepAccountDeps,
  { account, from, reference, askedSince }: Keeping & { askedSince?: Instant },
): Promise<boolean> {
  if (!(await takeDeletion(deps.db, account.id, { askedSince }))) return false;
  await recordEvent(deps, {
    what: 'account-kept',
    outcome: 'done',
    who: `account:${account.id}`,
    from: from.address,
    browser: from.browser,
    reference,
  });
  await notifyChange(deps, { account, change: 'account-kept', from });
  return true;
}
