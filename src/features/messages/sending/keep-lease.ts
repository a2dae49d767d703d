import { minutes, seconds } from '../../../kernel/index.ts';
import type { Message } from '../messages.queries.ts';
import type { SendingDeps } from './sending-deps.ts';
import { prolongLease } from './tries.queries.ts';

/** For how long a message belongs to the node that took it up; whoever holds it past that is dead. */
export const LEASE = minutes(1);
const RENEWED_EVERY = seconds(20);

/** Keeps a message ours while a server takes its time: its answer may come after minutes (RFC 5321, 4.5.3.2). */
export function keepLease(
  { db, clock, log }: Pick<SendingDeps, 'db' | 'clock' | 'log'>,
  message: Message,
): { end(): void } {
  const renewing = setInterval(() => {
    prolongLease(db, message, clock.now() + LEASE).catch((fault) =>
      log.warn({ message: message.id, err: fault }, 'The lease of a message could not be prolonged.'),
    );
  }, RENEWED_EVERY);
  renewing.unref();
  return { end: () => clearInterval(renewing) };
}
