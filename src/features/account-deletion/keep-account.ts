import type { Clock } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';
import type { Account } from '../accounts/index.ts';
import { recordEvent } from '../audit/index.ts';
import { type Changed, notifyChange } from '../notices/index.ts';
import { takeDeletion } from './account-deletion.queries.ts';

interface Deps {
  db: Db;
  clock: Clock;
  sealing: Pick<Sealing, 'seal' | 'digest'>;
  issuer: string;
}

/** The owner has thought better of it. @returns false where nothing was to be deleted, or it is too late */
export async function keepAccount(
  deps: Deps,
  { account, from, reference }: { account: Account; from: Changed['from']; reference: string },
): Promise<boolean> {
  return deps.db.transaction().execute(async (trx) => {
    if (!(await takeDeletion(trx, account.id))) return false;
    const inTransaction = { ...deps, db: trx };
    await recordEvent(inTransaction, {
      what: 'account-kept',
      outcome: 'done',
      who: `account:${account.id}`,
      from: from.address,
      reference,
    });
    await notifyChange(inTransaction, { account, change: 'account-kept', from });
    return true;
  });
}
