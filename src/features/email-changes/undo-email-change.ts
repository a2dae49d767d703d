import { type Instant, ok, type Result, refuse } from '../../kernel/index.ts';
import { callOffDeletion } from '../account-deletion/index.ts';
import { type Account, AddressTaken, findAccount, holdAccount, isActive } from '../accounts/index.ts';
import { recordEvent } from '../audit/index.ts';
import { findEarlierProofs } from '../earlier-proofs/index.ts';
import { notifyChange, voidNotices } from '../notices/index.ts';
import { endUnderWay } from '../under-way/index.ts';
import { type Circumstances, type EmailChangeDeps, RETURN_LIFETIME, undoDigest } from './email-change.ts';
import { findEmailUndoRow, saveUndoneEmail } from './email-changes.queries.ts';
import { moveAccount } from './move-account.ts';
import { endLinksSince, restorePhone, restoreProofs } from './restore-proofs.ts';

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
 * Takes an account back to the address that it had, and to what it stood on then (see earlier-proofs). Everybody is signed
 * out, and what is pending is gone. The link is used up with it, and so are those of the addresses that came after that
 * one. Whoever had the other address keeps no hold on the account: no password opens it, links that were made there
 * end, notices that went there do nothing any more, and a deletion that was asked for from there is called off.
 *
 * Nobody is let in by it: the address may be one that its owner gave up, and somebody else reads. What follows is a recovery,
 * with the questions and the second factor of before.
 */
export async function undoEmailChange(
  deps: EmailChangeDeps,
  { secret }: { secret: string },
  from: Circumstances,
): Promise<Result<{ email: string }, UndoRefusal>> {
  const undo = await findEmailUndo(deps, secret);
  if (!undo) return refuse('over');
  const secretDigest = undoDigest(deps.sealing, secret);
  const undone = deps.db
    .transaction()
    .execute((trx) => goBack({ ...deps, db: trx }, undo, secretDigest, from));
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

/**
 * In the caller's transaction.
 * @throws Over, AddressTaken
 */
export async function goBack(
  deps: EmailChangeDeps,
  { accountId, back, from: left }: EmailUndo,
  secretDigest: string,
  from: Circumstances,
): Promise<void> {
  const { db, clock } = deps;
  if (!(await holdAccount(db, accountId))) throw new Over();
  const now = clock.now();
  // The link is good for its whole time, and not a moment longer: `moveAccount` counts by the same instant.
  const row = await findEmailUndoRow(db, { secretDigest, now });
  if (!row) throw new Over();
  const account = await findAccount(db, accountId);
  if (!isActive(account) || account.email !== left) throw new Over();
  const moved = await moveAccount(deps, { account, to: back, from, now });
  if (moved === 'taken') throw new AddressTaken();
  if (moved === 'moved-on') throw new Over();
  const { leftAt } = row;
  const kept = await findEarlierProofs(db, { accountId, leftAt });
  const details = await restoreProofs(deps, accountId, kept);
  const expiresAt = now + RETURN_LIFETIME;
  await saveUndoneEmail(db, { accountId, email: left, undoneAt: now, expiresAt });
  await endUnderWay(deps, { account, otherEmail: back, trust: 'ends' });
  const restored = { ...account, email: back };
  const phone = await restorePhone(deps, restored, kept?.phone ?? { leftAt });
  await settle(deps, { restored, leftAt, details, phone }, from);
}

interface Restored {
  restored: Account;
  leftAt: Instant;
  /** What is another thing than it was. */
  details: string[];
  phone: string[];
}

async function settle(
  deps: EmailChangeDeps,
  { restored, leftAt, details, phone }: Restored,
  { address, browserWords: browser, reference }: Circumstances,
): Promise<void> {
  const { db } = deps;
  const { id: accountId, email } = restored;
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
  if (phone.length > 0) await recordEvent(deps, { what: 'phone-removed', ...circumstances });
  const links = await endLinksSince(deps, { accountId, leftAt }, circumstances);
  const detail = `${[`Back to ${email}`, ...details, ...phone, ...links].join(', ')}. Its password opens nothing any more: choose a new one.`;
  await notifyChange(deps, { account: restored, change: 'email-change-undone', detail, from });
}
