import { setTimeout as sleep } from 'node:timers/promises';
import type { Message } from '../messages.queries.ts';
import type { HandedOver } from './hand-over.ts';
import type { TryDeps } from './sending-deps.ts';
import type { SentNote } from './sent-journal.ts';
import { settleTry } from './tries.queries.ts';

/** Writes down how a try ended, unless another node has taken the message over meanwhile. */
export async function settle(
  { db, clock, log, turns }: TryDeps,
  message: Message,
  outcome: Parameters<typeof settleTry>[1]['outcome'],
): Promise<void> {
  const ours = await turns.together(() => settleTry(db, { message, outcome, now: clock.now() }));
  if (!ours) {
    log.warn({ message: message.id, step: outcome.step.what }, 'A message was settled by another node.');
  }
}

/** Milliseconds between one go at writing it down and the next; the last one holds for all after it. */
const PAUSES = [100, 300, 1000, 3000, 10_000, 30_000, 60_000];

/** A try that was accepted, and is in the journal until it is in the database. */
export interface NotedSent {
  outcome: 'accepted';
  noted: SentNote['outcome'];
  crossOut(): void;
}

/** Notes an accepted try at once: until the database has it, only this keeps a killed process from sending it again. */
export function noteSent(
  { sentJournal, clock, log }: TryDeps,
  { id, channel, tries }: Message,
  { code, words, server, sentAs }: Extract<HandedOver, { outcome: 'accepted' }>,
): NotedSent {
  const source = channel === 'sms' ? 'sms' : 'smtp';
  const noted = { step: { what: 'sent', source, code, words, server }, sentAs } as const;
  const sent = { outcome: 'accepted', noted } as const;
  try {
    const crossOut = sentJournal?.note({ message: { id, tries }, outcome: noted, at: clock.now() });
    return { ...sent, crossOut: crossOut ?? (() => undefined) };
  } catch (fault) {
    log.error({ message: id, err: fault }, 'A message was sent, and that is not in the journal.');
    return { ...sent, crossOut: () => undefined };
  }
}

/** It has been sent: a database that fails now must not have it sent once more, so that is written down until it is. */
export async function settleSent(
  deps: TryDeps,
  message: Message,
  { noted, crossOut }: NotedSent,
): Promise<void> {
  for (let goes = 0; ; goes++) {
    try {
      await settle(deps, message, noted);
      return crossOut();
    } catch (fault) {
      deps.log.error(
        { message: message.id, err: fault },
        'A message was sent, and that is not written down.',
      );
      await sleep(PAUSES[Math.min(goes, PAUSES.length - 1)], undefined, { ref: false });
    }
  }
}
