import { type Clock, days } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { forgetFieldsBefore, removeMessagesBefore } from './messages.queries.ts';
import { removeLapsedUndeliverable } from './undeliverable.queries.ts';

const KEPT = days(90);
/** For so long an operator can send again what was refused or given up. */
const FIELDS_KEPT = days(7);

/** Removes messages that were over long ago, and earlier what filled them: nothing is kept without need. */
export async function sweepMessages({ db, clock }: { db: Db; clock: Clock }): Promise<void> {
  await forgetFieldsBefore(db, clock.now() - FIELDS_KEPT);
  await removeMessagesBefore(db, clock.now() - KEPT);
  await removeLapsedUndeliverable(db, clock.now());
}
