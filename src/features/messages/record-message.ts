import { type Clock, days, type Instant, newId } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { currentReference } from '../../platform/log/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';
import { kindOf, type NewMessage } from './message-kinds.ts';
import { insertMessage } from './messages.queries.ts';
import { sealingContext } from './sealing-context.ts';
import { tellMessageRecorded } from './sending/wake.ts';

/** From then on nobody waits for it any more. */
const GIVEN_UP_AFTER = days(1);

interface Deps {
  /** The transaction of what the message is about: both are kept, or neither. */
  db: Db;
  clock: Clock;
  sealing: Pick<Sealing, 'seal'>;
}

/** Records a message to be sent once the caller's transaction is committed. */
export async function recordMessage(
  { db, clock, sealing }: Deps,
  { kind, to, about, fields, accountId }: NewMessage,
): Promise<{ id: string }> {
  const id = newId();
  const now = clock.now();
  await insertMessage(db, {
    id,
    kind,
    channel: kindOf(kind).channel,
    recipient: to,
    about,
    sealedFields: sealing.seal(JSON.stringify(fields), sealingContext(id)),
    createdAt: now,
    reference: currentReference() ?? null,
    accountId: accountId ?? null,
    notAfter: Math.min(now + GIVEN_UP_AFTER, expiryOf(fields)),
  });
  tellMessageRecorded();
  return { id };
}

const expiryOf = (fields: { expiresAt?: Instant } | object): Instant =>
  'expiresAt' in fields && fields.expiresAt !== undefined ? fields.expiresAt : Number.POSITIVE_INFINITY;
