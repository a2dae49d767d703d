import { ok, type Result, refuse } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { holdAccount } from '../accounts/index.ts';
import { holdSession } from './sessions.queries.ts';

/** Thrown inside a transaction to undo all of it: the session goes on under another id than the browser came with. */
export class SessionMovedOn extends Error {
  constructor() {
    super('The session goes on under another id.');
  }
}

/** Which session a change of an account is made in. */
export interface InSession {
  accountId: string;
  uid: string;
}

/**
 * A change that stands or falls with the session that it is made in. Whoever changes the password ends the others: a
 * change that one of those had under way is not to come after it and undo it.
 * @param change in the transaction, before which nothing has happened
 */
export async function changeInSession<Value>(
  { db }: { db: Db },
  { accountId, uid }: InSession,
  change: (trx: Db) => Promise<Value>,
): Promise<Result<Value, 'session-over'>> {
  try {
    return await db.transaction().execute(async (trx): Promise<Result<Value, 'session-over'>> => {
      const goesOn = (await holdAccount(trx, accountId)) && (await holdSession(trx, uid));
      return goesOn ? ok(await change(trx)) : refuse('session-over');
    });
  } catch (fault) {
    if (fault instanceof SessionMovedOn) return refuse('session-over');
    throw fault;
  }
}
