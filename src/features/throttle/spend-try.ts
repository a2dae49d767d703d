import { type Clock, type Instant, ok, type Result, refuse } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';
import { type Budget, type BudgetName, budgets } from './budgets.ts';
import { refusals } from './refusals.ts';
import { canonicalSubject, type Subject } from './subjects.ts';
import { claimTry, findCounter, removeCounter, returnTry } from './throttle.queries.ts';

export interface ThrottleDeps {
  /**
   * The database itself, so that a try stays counted when its check is rolled back. A transaction only where what is
   * counted is the writing itself, as with a mail.
   */
  db: Db;
  clock: Clock;
  sealing: Pick<Sealing, 'digest'>;
}

/** A counted try, for `giveBack`. */
export interface SpentTry {
  budget: BudgetName;
  subject: string;
  startedAt: Instant;
}

/**
 * Counts one try on a budget, before whatever is tried.
 * @param subject whom the budget is for: `['managed-hosting', username]`, an account's id, a client's address
 * @returns the counted try, or when the next one is let through
 */
export async function spendTry(
  { db, clock, sealing }: ThrottleDeps,
  name: BudgetName,
  subject: Subject,
): Promise<Result<SpentTry, { retryAt: Instant }>> {
  const budget: Budget = budgets[name];
  const key = keyOf(sealing, name, subject);
  const now = clock.now();
  const prolong = budget.against === 'guessing';
  const counted = await claimTry(db, { ...key, now, within: budget.within, limit: budget.tries, prolong });
  if (counted) return ok({ ...key, startedAt: counted.startedAt });
  refusals.tell({ budget: name });
  const counter = await findCounter(db, key);
  return refuse({ retryAt: counter?.endsAt ?? now });
}

/** When the next try is let through, where that is not now. Counts nothing. */
export async function nextTryAt(
  { db, clock, sealing }: ThrottleDeps,
  name: BudgetName,
  subject: Subject,
): Promise<Instant | undefined> {
  const counter = await findCounter(db, keyOf(sealing, name, subject));
  const isSpent =
    counter !== undefined && counter.endsAt > clock.now() && counter.tries >= budgets[name].tries;
  return isSpent ? counter.endsAt : undefined;
}

/** A try that turned out right, or was never checked, does not count. Call it once for a try. */
export async function giveBack({ db }: Pick<ThrottleDeps, 'db'>, spent: SpentTry): Promise<void> {
  await returnTry(db, spent);
}

/** Forgets all tries of a subject on a budget. */
export async function clearTries(
  { db, sealing }: Pick<ThrottleDeps, 'db' | 'sealing'>,
  name: BudgetName,
  subject: Subject,
): Promise<void> {
  await removeCounter(db, keyOf(sealing, name, subject));
}

const keyOf = <Name extends BudgetName>(
  sealing: Pick<Sealing, 'digest'>,
  budget: Name,
  subject: Subject,
) => ({
  budget,
  subject: sealing.digest(canonicalSubject(subject, budgets[budget].of), `throttle:${budget}`),
});
