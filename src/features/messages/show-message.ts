import { ok, type Result, refuse } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { listEvents, type MessageEvent } from './events.queries.ts';
import { listMessagesBeginning, type SeenMessage } from './operating.queries.ts';

/** Short enough to type, and long enough not to stand for others tomorrow. */
const SHORTEST_PREFIX = 4;

/** @param prefix a message's id, or a beginning of it that is no other's */
export async function findSeenMessage(
  db: Db,
  prefix: string,
): Promise<Result<SeenMessage, 'unknown' | 'ambiguous'>> {
  if (prefix.length < SHORTEST_PREFIX) return refuse('ambiguous');
  const [message, other] = await listMessagesBeginning(db, prefix);
  if (!message) return refuse('unknown');
  return other ? refuse('ambiguous') : ok(message);
}

/** A message with everything that happened to it, for an operator; never what fills it. */
export async function showMessage(
  db: Db,
  prefix: string,
): Promise<Result<{ message: SeenMessage; events: MessageEvent[] }, 'unknown' | 'ambiguous'>> {
  const found = await findSeenMessage(db, prefix);
  if (!found.ok) return found;
  return ok({ message: found.value, events: await listEvents(db, found.value.id) });
}
