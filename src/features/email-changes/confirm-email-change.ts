import { type Result, refuse } from '../../kernel/index.ts';
import { AddressTaken } from '../accounts/index.ts';
import { recordEvent } from '../audit/index.ts';
import { recordMessage, rememberRead } from '../messages/index.ts';
import type { Changer } from '../notices/index.ts';
import { changeInSession } from '../sessions/index.ts';
import {
  deleteAllTokensOf,
  type ProvenToken,
  proveToken,
  spendToken,
  type TokenFault,
} from '../tokens/index.ts';
import { endUnderWay } from '../under-way/index.ts';
import { type EmailChangeDeps, emailTokenBinding } from './email-change.ts';
import { takeEmailChange } from './email-changes.queries.ts';
import { moveAccount } from './move-account.ts';

export interface EmailConfirmation {
  /** The address that the person was shown, and the token was sent to. */
  email: string;
  place: string;
  /** The token as typed. */
  token: string;
}

/** `address-taken`: an account has been made for the address since the token was sent. */
export type ConfirmationRefusal = TokenFault | 'address-taken' | 'session-over';

/**
 * Changes the address, if the token is the one that was sent to the new one. Address, sessions, pending tokens and
 * letters are one transaction. Links to services are what they were: they belong to the account, not to its address.
 */
export async function confirmEmailChange(
  deps: EmailChangeDeps,
  changer: Changer,
  confirmation: EmailConfirmation,
): Promise<Result<void, ConfirmationRefusal>> {
  const { account, address, browserWords: browser, reference } = changer;
  const { place, token: typed } = confirmation;
  const event = { what: 'token-given', who: `account:${account.id}`, outcome: 'refused' } as const;
  const onWrongTry = () => recordEvent(deps, { ...event, from: address, browser, reference });
  const bound = emailTokenBinding(account.id, place);
  const proven = await proveToken({ ...deps, onWrongTry }, { ...bound, typed });
  if (!proven.ok) return proven;
  return changeInSession(deps, changer, (trx) =>
    change({ ...deps, db: trx }, changer, confirmation, proven.value),
  ).catch((fault) => {
    if (fault instanceof AddressTaken) return refuse('address-taken');
    if (fault instanceof Overtaken) return refuse('void');
    throw fault;
  });
}

/** Thrown inside the transaction to undo all of it. */
class Overtaken extends Error {}

async function change(
  deps: EmailChangeDeps,
  changer: Changer,
  { email, place }: EmailConfirmation,
  token: ProvenToken,
): Promise<void> {
  const { db, clock } = deps;
  const { account, session, address, browserWords: browser, reference } = changer;
  const accountId = account.id;
  const now = clock.now();
  if (!(await spendToken(deps, token))) throw new Overtaken();
  if (!(await takeEmailChange(db, { accountId, email, place, now }))) throw new Overtaken();
  // What was mailed to the old address for this very session, such as the token that binds an OTP app.
  await deleteAllTokensOf(db, session);
  const moved = await moveAccount(deps, { account, to: email, from: changer, now });
  if (moved === 'taken') throw new AddressTaken();
  if (moved === 'moved-on') throw new Overtaken();
  await endUnderWay(deps, { account, otherEmail: email, except: { session } });
  await rememberRead(db, email, now);
  const event = { what: 'email-changed', who: `account:${accountId}`, outcome: 'done' } as const;
  await recordEvent(deps, { ...event, from: address, browser, reference });
  await recordMessage(deps, {
    kind: 'email-arrived',
    to: email,
    about: `account:${accountId}`,
    fields: { firstName: account.firstName, left: account.email, at: now },
  });
}
