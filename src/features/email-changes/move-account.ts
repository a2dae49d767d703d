import { type Instant, newId } from '../../kernel/index.ts';
import { type Account, setEmail } from '../accounts/index.ts';
import { recordMessage } from '../messages/index.ts';
import { type Circumstances, type EmailChangeDeps, UNDO_LIFETIME, undoDigest } from './email-change.ts';
import {
  deleteEmailUndosSince,
  insertEmailUndo,
  listLeftEmails,
  updateEmailUndos,
} from './email-changes.queries.ts';

/** So many of the earlier addresses are written to once more; the links that they have count all the same. */
const MOST_EARLIER = 4;

export interface Move {
  account: Account;
  /** The new address, proven or trusted. */
  to: string;
  from: Circumstances;
  now: Instant;
}

/**
 * Gives an account another address, in the transaction of what allows it, and tells everybody concerned.
 *
 * Each address that the account had in the last 72 hours gets a link that goes back to it: whoever stole an account
 * could else change the address twice, and the link of its owner would go back from an address that it has no more.
 * Of these addresses the one that was left first wins: going back there uses up the links of all that came after it.
 * An address that is left for an earlier one gets no link at all: it may be the thief's.
 * @throws AddressTaken
 */
export async function moveAccount(
  deps: EmailChangeDeps,
  { account, to, from, now }: Move,
): Promise<'changed' | 'taken' | 'moved-on'> {
  const { db } = deps;
  const { id: accountId, email: left } = account;
  const moved = await setEmail(db, { id: accountId, from: left, to });
  if (moved !== 'changed') return moved;
  const earlier = await listLeftEmails(db, { accountId, now });
  const returned = earlier.find(({ email }) => email === to);
  if (returned) await deleteEmailUndosSince(db, { accountId, leftAt: returned.leftAt });
  await updateEmailUndos(db, { accountId, fromEmail: to });
  const kept = returned ? earlier.filter(({ leftAt }) => leftAt < returned.leftAt) : earlier;
  const leftAt = Math.max(now, (kept.at(-1)?.leftAt ?? 0) + 1);
  const linked = [...kept.slice(0, MOST_EARLIER), ...(returned ? [] : [{ email: left, leftAt }])];
  for (const address of linked) await sendLink(deps, { account, to, from, now, ...address });
  if (returned) await tellLeft(deps, account, now);
  return 'changed';
}

interface Link extends Move {
  /** To whom, and where the link goes back to. */
  email: string;
  leftAt: number;
}

async function sendLink(deps: EmailChangeDeps, link: Link): Promise<void> {
  const { account, to, from, now, email, leftAt } = link;
  const secret = newId();
  await insertEmailUndo(deps.db, {
    secretDigest: undoDigest(deps.sealing, secret),
    accountId: account.id,
    email,
    fromEmail: to,
    leftAt,
    expiresAt: now + UNDO_LIFETIME,
  });
  await recordMessage(deps, {
    kind: 'email-changed',
    to: email,
    about: `account:${account.id}`,
    fields: {
      firstName: account.firstName,
      left: account.email,
      to,
      back: email,
      at: now,
      address: from.address,
      browser: from.browserWords,
      link: `${deps.issuer}/undo-email?undo=${secret}`,
    },
  });
}

const tellLeft = (deps: EmailChangeDeps, { id, email }: Account, at: Instant) =>
  recordMessage(deps, { kind: 'email-left', to: email, about: `account:${id}`, fields: { at } });
