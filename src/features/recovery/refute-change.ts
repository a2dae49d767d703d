import { findAccount, holdAccount, isActive } from '../accounts/index.ts';
import { recordEvent } from '../audit/index.ts';
import { claimNotice, findNotice } from '../notices/index.ts';
import type { Visitor } from '../sign-in/index.ts';
import { endUnderWay } from '../under-way/index.ts';
import { type Begun, openRecovery } from './begin-recovery.ts';
import type { RecoveryDeps } from './recovery.ts';

/**
 * "This wasn't me": whoever holds the link of a notice signs everybody out, voids what is pending, and gets a recovery
 * of that account in this browser. Once.
 * @param secret of the notice's link
 * @returns undefined where the link is unknown, over or used, or the account cannot be used any more
 */
export async function refuteChange(
  deps: Pick<RecoveryDeps, 'db' | 'clock' | 'sealing'>,
  secret: string,
  visitor: Visitor,
): Promise<Begun | undefined> {
  return deps.db.transaction().execute(async (trx) => {
    const inTransaction = { ...deps, db: trx };
    const notice = await findNotice(inTransaction, secret);
    const account = notice && (await findAccount(trx, notice.accountId));
    // The account before its notice, as every change of it does; this alone decides nothing yet.
    if (!isActive(account) || !(await holdAccount(trx, account.id))) return undefined;
    if (!(await claimNotice(inTransaction, secret))) return undefined;
    await endUnderWay(inTransaction, { account, unverifiedPhone: 'goes' });
    const event = { what: 'change-refuted', who: 'nobody', outcome: 'done' } as const;
    const { address: from, reference } = visitor;
    await recordEvent(inTransaction, { ...event, whom: `account:${account.id}`, from, reference });
    return openRecovery(inTransaction, { email: account.email }, visitor);
  });
}
