import type { Clock } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { type Account, deleteAccount, findAccount, holdAccount } from '../accounts/index.ts';
import { forgetAddressesOf, recordEvent } from '../audit/index.ts';
import { deleteLinksOf } from '../links/index.ts';
import { deleteMessagesOf, forgetUndeliverable } from '../messages/index.ts';
import { endUnderWay } from '../under-way/index.ts';
import { listDueDeletions, takeDeletion } from './account-deletion.queries.ts';

export interface DeleteAccountsDeps {
  db: Db;
  clock: Clock;
  /** What the features above this one keep of an account, each in the transaction that deletes it. */
  forget: readonly ((trx: Db, account: Account) => Promise<void>)[];
}

const AT_ONCE = 100;

/** Deletes the accounts whose time has come. One that cannot be deleted now is tried again, and holds up no other. */
export async function deleteDueAccounts(deps: DeleteAccountsDeps): Promise<void> {
  const faults: unknown[] = [];
  for (const accountId of await listDueDeletions(deps.db, deps.clock.now(), AT_ONCE)) {
    await deleteOne(deps, accountId).catch((fault) => faults.push(fault));
  }
  if (faults.length > 0) throw new AggregateError(faults, `${faults.length} accounts could not be deleted.`);
}

/**
 * One transaction: a node that dies in the middle leaves the account whole, and the next one deletes it. The services
 * that it was signed in to are told by the notices that ending its sessions leaves behind.
 */
const deleteOne = ({ db, clock, forget }: DeleteAccountsDeps, accountId: string): Promise<void> =>
  db.transaction().execute(async (trx) => {
    const now = clock.now();
    // What is being changed in this moment comes before, and goes with the rest; what comes after finds no account.
    await holdAccount(trx, accountId);
    if (!(await takeDeletion(trx, accountId, { dueBy: now }))) return;
    const account = await findAccount(trx, accountId);
    if (!account) return;
    await endUnderWay({ db: trx, clock }, { account });
    for (const forgetIt of forget) await forgetIt(trx, account);
    await deleteLinksOf(trx, accountId);
    // A number that was never verified may be somebody else's: what others had sent there is none of this account's.
    const phone = account.phoneVerifiedAt === null ? null : account.phone;
    await deleteMessagesOf(trx, { ...account, phone });
    await forgetUndeliverable(trx, account.email);
    // Password, PIN, questions, second factors, codes and notices go with the account's own row.
    await deleteAccount(trx, accountId);
    const party = `account:${accountId}` as const;
    await recordEvent(
      { db: trx, clock },
      { what: 'account-deleted', outcome: 'done', who: 'system', whom: party },
    );
    await forgetAddressesOf(trx, party);
  });
