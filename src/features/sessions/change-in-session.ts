import { type Clock, ok, type Result, refuse } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { type Account, holdAccount } from '../accounts/index.ts';
import { keepProofs } from '../earlier-proofs/index.ts';
import { holdSession } from './sessions.queries.ts';

/** Thrown inside a transaction to undo all of it: the session goes on under another id than the browser came with. */
export class SessionMovedOn extends Error {
  constructor() {
    super('The session goes on under another id.');
  }
}

/** Which session something is done in. */
export interface InSession {
  account: Pick<Account, 'id'>;
  /** Its uid. */
  session: string;
  /** Digests of the ids of it that this request may have: that under which it came, and that which it has given itself. */
  sessionIds: readonly string[];
}

/**
 * Something that stands or falls with the session that it is done in: of a session that ends in this moment it is not done.
 * @param act in the transaction, before which nothing has happened
 */
export async function actInSession<Value>(
  { db }: { db: Db },
  { account: { id: accountId }, session: uid, sessionIds }: InSession,
  act: (trx: Db) => Promise<Value>,
): Promise<Result<Value, 'session-over'>> {
  try {
    return await db.transaction().execute(async (trx): Promise<Result<Value, 'session-over'>> => {
      const goesOn = (await holdAccount(trx, accountId)) && (await holdSession(trx, uid, sessionIds));
      return goesOn ? ok(await act(trx)) : refuse('session-over');
    });
  } catch (fault) {
    if (fault instanceof SessionMovedOn) return refuse('session-over');
    throw fault;
  }
}

/**
 * A change that stands or falls with the session that it is made in. Whoever changes the password ends the others: a
 * change that one of those had under way is not to come after it and undo it. The same goes for whoever came under an
 * earlier id of the session, a copied cookie, and was overtaken by its owner's proof.
 *
 * What the account stood on before the change is kept (see earlier-proofs).
 * @param change in the transaction, before which nothing has happened
 */
export const changeInSession = <Value>(
  { db, clock }: { db: Db; clock: Clock },
  within: InSession,
  change: (trx: Db) => Promise<Value>,
): Promise<Result<Value, 'session-over'>> =>
  actInSession({ db }, within, async (trx) => {
    await keepProofs({ db: trx, clock }, within.account.id);
    return change(trx);
  });
