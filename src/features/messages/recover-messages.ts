import type { Clock } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { freeLeases, settleTry } from './messages.queries.ts';
import type { SentJournal } from './sent-journal.ts';

/**
 * At the start of a process that has its database to itself: what the one before had sent when it was killed is
 * settled, and what it had only taken up is free to be tried again.
 */
export async function recoverMessages(
  { db, clock }: { db: Db; clock: Clock },
  journal: Pick<SentJournal, 'left' | 'crossOutLeft'>,
): Promise<void> {
  for (const { message, outcome, at } of journal.left) await settleTry(db, { message, outcome, now: at });
  // Not before all of them are settled: a lease that is over would have them sent again.
  journal.crossOutLeft();
  await freeLeases(db, clock.now());
}
