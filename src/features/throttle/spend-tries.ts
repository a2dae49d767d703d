import { type Instant, ok, type Result, refuse } from '../../kernel/index.ts';
import type { BudgetName } from './budgets.ts';
import { giveBack, type SpentTry, spendTry, type ThrottleDeps } from './spend-try.ts';
import type { Subject } from './subjects.ts';

/**
 * Counts one try on several budgets: all of them, or none where one of them refuses.
 * @returns the counted tries, or when the budget that refused lets the next one through
 */
export async function spendTries(
  deps: ThrottleDeps,
  on: readonly (readonly [BudgetName, Subject])[],
): Promise<Result<SpentTry[], { retryAt: Instant }>> {
  const spent: SpentTry[] = [];
  for (const [budget, subject] of on) {
    const counted = await spendTry(deps, budget, subject);
    if (!counted.ok) {
      await Promise.all(spent.map((each) => giveBack(deps, each)));
      return refuse(counted.error);
    }
    spent.push(counted.value);
  }
  return ok(spent);
}
