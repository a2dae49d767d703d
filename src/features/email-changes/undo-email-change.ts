import { type Instant, ok, type Result, refuse } from '../../kernel/index.ts';
import { callOffDeletion } from '../account-deletion/index.ts';
import {
  type Account,
  AddressTaken,
  findAccount,
  holdAccount,
  isActive,
  setUnverifiedPhone,
} from '../accounts/index.ts';
import { recordEvent } from '../audit/index.ts';
import { notifyChange, voidNotices } from '../notices/index.ts';
import { endUnderWay } from '../under-way/index.ts';
import { type Circumstances, type EmailChangeDeps, undoDigest } from './email-change.ts';
import { findEmailUndoRow } from './email-changes.queries.ts';
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
 * Whoever had the other address keeps no hold on the account: notices that went there do nothing any more, and a
 * deletion that was asked for from there is called off. A phone number that was verified since goes, too.
 */
export async function undoEmailChange(
  deps: EmailChangeDeps,
  { secret }: { secret: string },
  from: Circumstances,
): Promise<Result<{ email: string }, UndoRefusal>> {
  const undo = await findEmailUndo(deps, secret);
  if (!undo) return refuse('over');
  const undone = deps.db.transaction().execute((trx) => goBack({ ...deps, db: trx }, undo, secret, from));
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
): Promise<void> {
  const { db, clock, sealing } = deps;
  if (!(await holdAccount(db, accountId))) throw new Over();
  const now = clock.now();
  // The link is good for its whole time, and not a moment longer: `moveAccount` counts by the same instant.
  const row = await findEmailUndoRow(db, { secretDigest: undoDigest(sealing, secret), now });
  if (!row) throw new Over();
  const account = await findAccount(db, accountId);
  if (!isActive(account) || account.email !== left) throw new Over();
  const moved = await moveAccount(deps, { account, to: back, from, now });
  if (moved === 'taken') throw new AddressTaken();
  if (moved === 'moved-on') throw new Over();
  await endUnderWay(deps, { account, otherEmail: back, unverifiedPhone: 'goes' });
  await settle(deps, { restored: { ...account, email: back }, leftAt: row.leftAt }, from);
}

async function settle(
  deps: EmailChangeDeps,
  { restored, leftAt }: { restored: Account; leftAt: Instant },
  { address, browserWords: browser, reference }: Circumstances,
): Promise<void> {
  const { db } = deps;
  const { id: accountId, email, phone, phoneVerifiedAt } = restored;
  const from = { address, browser };
  const circumstances = {
    who: `account:${accountId}`,
    outcome: 'done',
    from: address,
    browser,
    reference,
  } as const;
  await voidNotices(db, accountId, leftAt);
  await recordEvent(deps, { what: 'email-change-undone', ...circumstances });
  await callOffDeletion(deps, { account: restored, from, reference, askedSince: leftAt });
  const details = [`Back to ${email}`];
  // Tokens for a forgotten password would go there.
  if (phoneVerifiedAt !== null && phoneVerifiedAt >= leftAt) {
    await setUnverifiedPhone(db, accountId, { phone: null, overwritten: true });
    await recordEvent(deps, { what: 'phone-removed', ...circumstances });
    details.push(`without the mobile phone number that was verified meanwhile, ${phone}`);
  }
  const detail = details.join(', ');
  await notifyChange(deps, { account: restored, change: 'email-change-undone', detail, from });
}
