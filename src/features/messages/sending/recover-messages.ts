import type { Clock } from '../../../kernel/index.ts';
import type { Db } from '../../../platform/database/index.ts';
import type { SentJournal } from './sent-journal.ts';
import { freeLeases, settleTry } from './tries.queries.ts';

/**
 * At the start of a process: what the one before had sent when it was killed is settled, unless another node has
 * taken it over since. Where the database is this process's own, what was only taken up is free to be tried again; on
 * one that is shared nobody can tell a dead node's from a living one's, and it is free when its lease is over.
 */
export async function recoverMessages(
  { db, clock }: { db: Db; clock: Clock },
  journal: Pick<SentJournal, 'left' | 'crossOutLeft'>,
  { isAlone }: { isAlone: boolean },
): Promise<void> {
  for (const { message, outcome, at } of journal.left) await settleTry(db, { message, outcome, now: at });
  // Not before all of them are settled: a lease that is over would have them sent again.
  journal.crossOutLeft();
  if (isAlone) await freeLeases(db, clock.now());
}
