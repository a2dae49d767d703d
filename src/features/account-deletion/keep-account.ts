import type { Clock, Instant } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';
import type { Account } from '../accounts/index.ts';
import { recordEvent } from '../audit/index.ts';
import { type Changed, notifyChange } from '../notices/index.ts';
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

/** The owner has thought better of it. @returns false where nothing was to be deleted, or it is too late */
export const keepAccount = (deps: KeepAccountDeps, keeping: Keeping): Promise<boolean> =>
  deps.db.transaction().execute((trx) => callOffDeletion({ ...deps, db: trx }, keeping));

/**
 * The same in the caller's transaction.
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
