import { type Instant, ok, type Result, refuse } from '../../kernel/index.ts';
import { type Account, setEmail } from '../accounts/index.ts';
import { hasHappened } from '../audit/index.ts';
import { recordMessage } from '../messages/index.ts';
import { voidNotices } from '../notices/index.ts';
import { endUnderWay } from '../under-way/index.ts';
import type { EmailChangeDeps } from './email-change.ts';
import {
  deleteUndoneEmail,
  findUndoneEmail,
  listLeftEmails,
  updateEmailUndos,
} from './email-changes.queries.ts';

/** `not-undone`: the account was not taken back from that address lately, or its password was reset since. */
export type ReturnRefusal = 'not-undone' | 'address-taken';

/**
 * Whether an account can be given an address again. Whoever has reset the password since the undo has answered the
 * questions: they are the owner, and nothing is taken from them.
 * @param to normalised; without one, whether there is any
 */
export async function canReturnEmail(
  { db, clock }: Pick<EmailChangeDeps, 'db' | 'clock'>,
  accountId: string,
  to?: string,
): Promise<boolean> {
  const undone = await findUndoneEmail(db, { accountId, now: clock.now() });
  if (!undone || (to !== undefined && undone.email !== to)) return false;
  return !(await hasHappened(db, `account:${accountId}`, ['password-reset'], undone.undoneAt));
}

/**
 * Gives an account the address again that an undo has taken it from: the undo was pressed by somebody who reads the old
 * mailbox and is not the owner. In the transaction of whoever has made sure of that, which holds the account.
 *
 * It goes to no other address than the one that was proven then, and opens nothing: the password was taken away with the undo, and a
 * new one takes a token that is mailed there, the questions and the second factor. No link leads back from it: neither the
 * one of the undo, which is used up, nor those of the notices that went to the old mailbox.
 * @throws AddressTaken, where another transaction was first by a moment
 */
export async function returnEmail(
  deps: EmailChangeDeps,
  account: Account,
  to: string,
): Promise<Result<void, ReturnRefusal>> {
  const { db, clock } = deps;
  const { id: accountId, email: left } = account;
  if (!(await canReturnEmail(deps, accountId, to))) return refuse('not-undone');
  const moved = await setEmail(db, { id: accountId, from: left, to });
  if (moved !== 'changed') return refuse(moved === 'taken' ? 'address-taken' : 'not-undone');
  const at = clock.now();
  await deleteUndoneEmail(db, accountId);
  await updateEmailUndos(db, { accountId, fromEmail: to });
  await voidNotices(db, accountId, 0);
  await endUnderWay(deps, { account, otherEmail: to });
  const earlier = await listLeftEmails(db, { accountId, now: at });
  for (const email of [left, ...earlier.map((each) => each.email)])
    await tellLeft(deps, accountId, email, at);
  return ok(undefined);
}

const tellLeft = (deps: EmailChangeDeps, accountId: string, to: string, at: Instant) =>
  recordMessage(deps, { kind: 'email-returned', to, about: `account:${accountId}`, fields: { at } });
