import { setTimeout as sleep } from 'node:timers/promises';
import type { HandedOver } from './hand-over.ts';
import { kindOf } from './message-kinds.ts';
import { type Message, settleTry } from './messages.queries.ts';
import type { SendingDeps } from './sending-deps.ts';

/** Writes down how a try ended, unless another node has taken the message over meanwhile. */
export async function settle(
  { db, clock, log }: SendingDeps,
  message: Message,
  outcome: Parameters<typeof settleTry>[1]['outcome'],
): Promise<void> {
  const ours = await settleTry(db, { message, outcome, now: clock.now() });
  if (!ours) {
    log.warn({ message: message.id, step: outcome.step.what }, 'A message was settled by another node.');
  }
}

/** Milliseconds between one go at writing it down and the next. */
const PAUSES = [100, 300, 1000, 3000, 10_000, 30_000, 60_000];

/** It has been sent: a database that fails now must not have it sent once more, so that is written down until it is. */
export async function settleSent(
  deps: SendingDeps,
  message: Message,
  { code, words, server, sentAs }: Extract<HandedOver, { outcome: 'accepted' }>,
): Promise<void> {
  const source = kindOf(message.kind).channel === 'sms' ? 'sms' : 'smtp';
  const step = { what: 'sent', source, code, words, server } as const;
  for (const pause of [...PAUSES, undefined]) {
    try {
      return await settle(deps, message, { step, sentAs });
    } catch (fault) {
      deps.log.error(
        { message: message.id, err: fault },
        'A message was sent, and that is not written down.',
      );
      if (pause !== undefined) await sleep(pause, undefined, { ref: false });
    }
  }
}
