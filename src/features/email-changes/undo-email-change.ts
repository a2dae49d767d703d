import { ok, type Result, refuse } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { type Account, AddressTaken, findAccount, holdAccount, isActive } from '../accounts/index.ts';
import { recordEvent } from '../audit/index.ts';
import { notifyChange } from '../notices/index.ts';
import { endAccountSessions } from '../sessions/index.ts';
import { type Circumstances, type EmailChangeDeps, undoDigest } from './email-change.ts';
import { findEmailUndoRow } from './email-changes.queries.ts';
import { dropPendingChanges } from './end-pending-changes.ts';
import { moveAccount } from './move-account.ts';

/** What a link goes back to, and from where. */
export interface EmailUndo {
  accountId: string;
  back: string;
  from: string;
}

/**
 * What an undo link is about. Looking uses nothing up.
 * @returns undefined where it is unknown, used up or over, or the account has another address by now
 */
export async function findEmailUndo(
  { db, clock, sealing }: Pick<EmailChangeDeps, 'db' | 'clock' | 'sealing'>,
  secret: string,
): Promise<EmailUndo | undefined> {
  const now = clock.now();
  const row = await findEmailUndoRow(db, { secretDigest: undoDigest(sealing, secret), now });
  if (!row) return undefined;
  const account = await findAccount(db, row.accountId);
  if (!isActive(account) || account.email !== row.fromEmail) return undefined;
  return { accountId: account.id, back: row.email, from: row.fromEmail };
}

export type UndoRefusal = 'over' | 'address-taken';

/**
 * Takes an account back to the address that it had, whatever became of its password. Everybody is signed out, and
 * what is pending is gone. The link is used up with it, and so are those of the addresses that came after that one.
 * @param endUnderWay ends what else the account has under way, in the same transaction: sign-ins and recoveries, of
 *   either address
 */
export async function undoEmailChange(
  deps: EmailChangeDeps,
  { secret, endUnderWay }: { secret: string; endUnderWay(trx: Db, account: Account): Promise<unknown> },
  from: Circumstances,
): Promise<Result<{ email: string }, UndoRefusal>> {
  const undo = await findEmailUndo(deps, secret);
  if (!undo) return refuse('over');
  const undone = deps.db.transaction().execute(async (trx) => {
    const [left, restored] = await goBack({ ...deps, db: trx }, undo, secret, from);
    await endUnderWay(trx, left);
    await endUnderWay(trx, restored);
  });
  return undone.then(
    () => ok({ email: undo.back }),
    (fault) => {
      if (fault instanceof AddressTaken) return refuse('address-taken');
      if (fault instanceof Over) return refuse('over');
      throw fault;
    },
  );
}

/** Thrown inside the transaction to undo all of it. */
class Over extends Error {}

async function goBack(
  deps: EmailChangeDeps,
  { accountId, back, from: left }: EmailUndo,
  secret: string,
  from: Circumstances,
): Promise<[left: Account, restored: Account]> {
  const { db, clock, sealing } = deps;
  if (!(await holdAccount(db, accountId))) throw new Over();
  const now = clock.now();
  await dropPendingChanges(db, accountId);
  // The link is good for its whole time, and not a moment longer: `moveAccount` counts by the same instant.
  if (!(await findEmailUndoRow(db, { secretDigest: undoDigest(sealing, secret), now }))) throw new Over();
  const account = await findAccount(db, accountId);
  if (!isActive(account) || account.email !== left) throw new Over();
  const moved = await moveAccount(deps, { account, to: back, from, now });
  if (moved === 'taken') throw new AddressTaken();
  if (moved === 'moved-on') throw new Over();
  await endAccountSessions(db, { accountId, now });
  const event = { what: 'email-change-undone', who: `account:${accountId}`, outcome: 'done' } as const;
  await recordEvent(deps, { ...event, from: from.address, reference: from.reference });
  const restored = { ...account, email: back };
  await notifyChange(deps, {
    account: restored,
    change: 'email-change-undone',
    detail: `Back to ${back}`,
    from: { address: from.address, browser: from.browserWords },
  });
  return [account, restored];
}
