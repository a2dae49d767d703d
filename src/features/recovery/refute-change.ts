import { findAccount, holdAccount, isActive } from '../accounts/index.ts';
import { recordEvent } from '../audit/index.ts';
import { undoByNotice } from '../email-changes/index.ts';
import { claimNotice, findNotice } from '../notices/index.ts';
import type { Visitor } from '../sign-in/index.ts';
import { endUnderWay } from '../under-way/index.ts';
import { type Begun, openRecovery } from './begin-recovery.ts';
import type { RecoveryDeps } from './recovery.ts';

/**
 * "This wasn't me": whoever holds the link of a notice signs everybody out, voids what is pending, and gets a recovery
 * of that account in this browser. Once. Where the account has left the address of the notice since, it goes back there
 * first: the recovery is at the address of whoever holds the link. The account knows no browser any more: one of them may be the stranger's.
 * @param secret of the notice's link
 * @returns undefined where the link is unknown, over or used, or the account cannot be used any more
 */
export async function refuteChange(
  deps: Pick<RecoveryDeps, 'db' | 'clock' | 'sealing' | 'issuer'>,
  secret: string,
  visitor: Visitor,
): Promise<Begun | undefined> {
  return deps.db.transaction().execute(async (trx) => {
    const inTransaction = { ...deps, db: trx };
    const notice = await findNotice(inTransaction, secret);
    // The account before its notice, as every change of it does, and read only then: its address may have changed.
    if (!notice || !(await holdAccount(trx, notice.accountId))) return undefined;
    const account = await findAccount(trx, notice.accountId);
    if (!isActive(account) || !(await claimNotice(inTransaction, secret))) return undefined;
    const circumstances = { ...visitor, browserWords: visitor.browserWords };
    const back = await undoByNotice(inTransaction, account, notice.createdAt, circumstances);
    if (back === undefined) await endUnderWay(inTransaction, { account, trust: 'ends' });
    const event = { what: 'change-refuted', who: 'nobody', outcome: 'done' } as const;
    const { address: from, browserWords: browser, reference } = visitor;
    await recordEvent(inTransaction, { ...event, whom: `account:${account.id}`, from, browser, reference });
    return openRecovery(inTransaction, { email: back ?? account.email }, visitor);
  });
}
