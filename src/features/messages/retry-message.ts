import { type Clock, days, ok, type Result, refuse } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { kindOf } from './message-kinds.ts';
import { isOvertaken } from './messages.queries.ts';
import { hasFields, type SeenMessage } from './operating.queries.ts';
import { requeueMessage } from './sending/tries.queries.ts';
import { findSeenMessage } from './show-message.ts';

/** `put-back`: it is tried again at once. `needs-token`: its token is of no use any more, so a new one has to be made. */
export interface Retry {
  outcome: 'put-back' | 'needs-token';
  message: SeenMessage;
}

export type RetryRefusal =
  | 'unknown'
  | 'ambiguous'
  /** A node is trying it at this moment. */
  | 'under-way'
  /** What filled it is gone: it was sent, or refused too long ago. */
  | 'body-gone';

/** Has a message tried again, as an operator wishes. */
export const retryMessage = (
  { db, clock }: { db: Db; clock: Clock },
  prefix: string,
): Promise<Result<Retry, RetryRefusal>> =>
  db.transaction().execute((trx) => retryInTransaction({ db: trx, clock }, prefix));

/** The same in the transaction of a caller who writes down who wished it. */
export async function retryInTransaction(
  { db, clock }: { db: Db; clock: Clock },
  prefix: string,
): Promise<Result<Retry, RetryRefusal>> {
  const found = await findSeenMessage(db, prefix);
  if (!found.ok) return found;
  const message = found.value;
  const now = clock.now();
  if (message.state === 'sending') return refuse('under-way');
  const { token } = kindOf(message.kind);
  const filled = await hasFields(db, message.id);
  const isVoid = token && (!filled || message.notAfter <= now || (await isOvertaken(db, message)));
  if (isVoid) return ok({ outcome: 'needs-token', message });
  if (!filled) return refuse('body-gone');
  const notAfter = token ? message.notAfter : now + days(1);
  const again = await requeueMessage(db, { id: message.id, now, notAfter });
  return again ? ok({ outcome: 'put-back', message }) : refuse('under-way');
}
