import type { Instant } from '../../kernel/index.ts';
import { type Account, findAccountByEmail } from '../accounts/index.ts';
import type { Circumstances, EmailChangeDeps } from './email-change.ts';
import { findUndoSince } from './email-changes.queries.ts';
import { goBack } from './undo-email-change.ts';

/**
 * Whoever holds the link of a notice that was mailed to an address reads mail there. Where the account has left that
 * address since, and can still go back, it goes back, as by the link of the undo itself: else they would be led to a
 * recovery at the address of whoever took it away. In the caller's transaction, which holds the account.
 * @param noticeAt when the notice was mailed
 * @returns the address that it has now; undefined where it has not left that one, or has to stay
 */
export async function undoByNotice(
  deps: EmailChangeDeps,
  { id: accountId, email: from }: Pick<Account, 'id' | 'email'>,
  noticeAt: Instant,
  circumstances: Circumstances,
): Promise<string | undefined> {
  const { db, clock } = deps;
  const undo = await findUndoSince(db, { accountId, noticeAt, now: clock.now() });
  if (undo?.fromEmail !== from || (await findAccountByEmail(db, undo.email))) return undefined;
  await goBack(deps, { accountId, back: undo.email, from }, undo.secretDigest, circumstances);
  return undo.email;
}
