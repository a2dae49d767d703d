import { sql } from 'kysely';
import type { Instant } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { stepAt } from './totp-step.ts';

/** Every code that any OTP app shows now, or showed before it, counts as given: which of them were is not known. */
export async function spendCurrentCodes(trx: Db, now: Instant): Promise<void> {
  for (const step of [stepAt(now) - 1, stepAt(now)]) {
    await trx
      .insertInto('totpSpentSteps')
      .columns(['accountId', 'step', 'spentAt'])
      .expression(
        trx
          .selectFrom('totpEnrolments')
          .select(['accountId', sql<number>`cast(${step} as bigint)`.as('step')])
          .select(sql<number>`cast(${now} as bigint)`.as('spentAt'))
          // SQLite takes what follows for a join without it.
          .where('accountId', 'is not', null),
      )
      .onConflict((conflict) => conflict.columns(['accountId', 'step']).doNothing())
      .execute();
  }
}
