import { type Clock, days } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { removeMessagesBefore } from './messages.queries.ts';

const KEPT = days(90);

/** Removes messages that were over long ago: addresses are not kept without need. */
export const sweepMessages = ({ db, clock }: { db: Db; clock: Clock }): Promise<void> =>
  removeMessagesBefore(db, clock.now() - KEPT);
