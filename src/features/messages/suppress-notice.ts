import type { Clock } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { kindOf } from './message-kinds.ts';
import type { Message } from './messages.queries.ts';
import { findUndeliverable } from './undeliverable.queries.ts';

/**
 * Whether a notice is not sent because mail to its address comes back: servers think little of who goes on writing
 * to mailboxes that are not there. What carries a token is always sent: somebody waits for it, and whether the worker
 * makes a notice of it must not be seen in its report. So is what warns the owner of an account: it is rare, and a bounce
 * is no proof.
 * @returns why, in words for whoever looks the message up
 */
export async function reasonToSuppress(
  { db, clock }: { db: Db; clock: Clock },
  { kind, recipient }: Pick<Message, 'kind' | 'recipient'>,
): Promise<string | undefined> {
  const { channel, token, security } = kindOf(kind);
  if (channel !== 'email' || token || security) return undefined;
  const known = await findUndeliverable(db, recipient, clock.now());
  if (!known) return undefined;
  const day = new Date(known.since).toISOString().slice(0, 10);
  return `Not sent: mail to this address came back on ${day}, because there is no such mailbox.`;
}
